package io.diffsr.picture;

import io.diffsr.picture.jpeg.JpegEncoder;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.png.PngEncoder;
import io.diffsr.picture.tiff.TiffEncoder;
import io.diffsr.picture.webp.WebpEncoder;

/** Turns a {@link Picture} into a file's bytes. The same picture gives the same bytes. */
public final class PictureEncoder {

  private PictureEncoder() {}

  /**
   * Encodes a picture; its ICC profile is embedded again. PNG and TIFF keep bit depth and alpha.
   * JPEG has 8 bits and no alpha: the picture is laid on white. WebP has 8 bits and alpha and knows
   * no greyscale: it is stored as colour, with a profile for colour of the same curve.
   *
   * @param quality JPEG's and WebP's quality in 1..100; PNG and TIFF are lossless and do not use it
   */
  public static byte[] encode(Picture picture, PictureFormat format, int quality) {
    return encode(picture, PictureMetadata.NONE, format, quality, Interruption.NONE);
  }

  /**
   * The same with metadata, and can be ended early.
   *
   * @param metadata of which the format has a place for everything; colour is said by the chunks
   *     that it holds and by the profile
   * @param interruption asked after every few rows; of WebP, whose library codes a picture in one
   *     call, before and after it
   * @throws IllegalArgumentException for a format that is not written
   */
  public static byte[] encode(
      Picture picture,
      PictureMetadata metadata,
      PictureFormat format,
      int quality,
      Interruption interruption) {
    return switch (format) {
      case PNG -> PngEncoder.encode(picture, metadata, interruption);
      case JPEG -> JpegEncoder.encode(picture, metadata, quality, interruption);
      case WEBP -> WebpEncoder.encode(picture, metadata, quality, interruption);
      case TIFF -> TiffEncoder.encode(picture, metadata, interruption);
      case BMP, GIF ->
          throw new IllegalArgumentException(format.displayName() + " files are not written");
    };
  }
}
