package io.diffsr.picture;

import static io.diffsr.picture.PictureException.Kind.TOO_MANY_BYTES;
import static io.diffsr.picture.PictureException.Kind.TOO_MANY_PIXELS;

import java.util.Locale;

/**
 * How large a picture may be. Checked against the header, before any pixel is decoded.
 *
 * @param maxBytes largest file in bytes
 * @param maxInputPixels largest width × height of an input
 * @param maxOutputPixels largest width × height of a result
 */
public record PictureLimits(long maxBytes, long maxInputPixels, long maxOutputPixels) {

  public PictureLimits {
    if (maxBytes < 1 || maxInputPixels < 1 || maxOutputPixels < 1) {
      throw new IllegalArgumentException("limits must be at least 1");
    }
  }

  /**
   * Refuses a file that is too long.
   *
   * @throws PictureException of kind {@code TOO_MANY_BYTES}
   */
  public void requireBytes(long bytes) {
    if (bytes > maxBytes) {
      throw new PictureException(
          TOO_MANY_BYTES,
          format("The file has %,d bytes; a file may have %,d bytes.", bytes, maxBytes));
    }
  }

  /**
   * Refuses an input with too many pixels.
   *
   * @throws PictureException of kind {@code TOO_MANY_PIXELS}
   */
  public void requireInput(PictureHeader header) {
    requirePixels("The picture", "an input", header.width(), header.height(), maxInputPixels);
  }

  /**
   * Refuses a result with too many pixels.
   *
   * @throws PictureException of kind {@code TOO_MANY_PIXELS}
   */
  public void requireOutput(int width, int height) {
    requirePixels("The result", "a result", width, height, maxOutputPixels);
  }

  private static void requirePixels(String what, String kind, int width, int height, long limit) {
    long pixels = (long) width * height;
    if (pixels > limit) {
      throw new PictureException(
          TOO_MANY_PIXELS,
          format(
              "%s has %d × %d = %,d pixels; %s may have %,d pixels.",
              what, width, height, pixels, kind, limit));
    }
  }

  private static String format(String template, Object... values) {
    return String.format(Locale.ROOT, template, values);
  }
}
