package io.diffsr.picture.png;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Which {@code tRNS} chunk says something about the pixels: as in libpng, the first one before the
 * pixels, behind the palette that it is about, and of the length that the colour type asks for.
 */
final class PngTransparency {
  private static final int GREY = 0;
  private static final int RGB = 2;
  private static final int PALETTE = 3;

  /** A byte for each colour of the largest palette. */
  private static final int MOST_BYTES = 256;

  private final int colourType;
  private boolean paletteSeen;
  private boolean pixelsSeen;
  private byte @Nullable [] content;

  /**
   * Before the chunks behind the header.
   *
   * @param colourType of the header
   */
  PngTransparency(int colourType) {
    this.colourType = colourType;
  }

  /** Whether the chunks so far held pixels. */
  boolean pixelsSeen() {
    return pixelsSeen;
  }

  /** Content of the chunk that counts; null where there was none so far. */
  byte @Nullable [] content() {
    return content;
  }

  /**
   * Takes note of the chunk that has come, whatever it is, and reads it where it may be the one.
   *
   * @return its content where it is; else null
   */
  byte @Nullable [] take(PngChunks chunks) throws IOException {
    paletteSeen |= chunks.type().equals("PLTE");
    pixelsSeen |= chunks.type().equals("IDAT");
    if (!chunks.type().equals("tRNS")
        || pixelsSeen
        || content != null
        || chunks.length() > MOST_BYTES) {
      return null;
    }
    byte[] read = chunks.read();
    content = counts(read) ? read : null;
    return content;
  }

  private boolean counts(byte[] read) {
    return switch (colourType) {
      case GREY -> read.length == Short.BYTES;
      case RGB -> read.length == 3 * Short.BYTES;
      case PALETTE -> paletteSeen && read.length > 0;
      default -> false;
    };
  }
}
