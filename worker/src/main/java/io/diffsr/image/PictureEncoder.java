package io.diffsr.image;

import io.diffsr.job.OutputFormat;

/** Turns a {@link Picture} into a file's bytes. The same picture gives the same bytes. */
public final class PictureEncoder {

  private PictureEncoder() {}

  /**
   * Encodes a picture; its ICC profile is embedded again. PNG keeps bit depth and alpha. JPEG has 8
   * bits and no alpha: the picture is laid on white.
   *
   * @param quality JPEG quality in 1..100; PNG is lossless and does not use it
   */
  public static byte[] encode(Picture picture, OutputFormat format, int quality) {
    return switch (format) {
      case PNG -> PngEncoder.encode(picture);
      case JPEG -> JpegEncoder.encode(picture, quality);
    };
  }
}
