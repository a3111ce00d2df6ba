package io.diffsr.picture.png;

/**
 * Which {@code tRNS} chunks say something about the pixels: as in libpng, the first one before the
 * pixels, behind the palette that it is about, and of the length that the colour type asks for.
 */
final class PngTransparency {
  /** A byte for each colour of the largest palette. */
  static final int MOST_BYTES = 256;

  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;

  private PngTransparency() {}

  /**
   * Whether a chunk before the pixels counts.
   *
   * @param content empty where its checksum was wrong
   * @param colourType of the header
   * @param paletteSeen whether the palette has been read
   */
  static boolean counts(byte[] content, int colourType, boolean paletteSeen) {
    return switch (colourType) {
      case GREY -> content.length == Short.BYTES;
      case RGB -> content.length == 3 * Short.BYTES;
      case PALETTE -> paletteSeen && content.length > 0 && content.length <= MOST_BYTES;
      default -> false;
    };
  }
}
