package io.diffsr.picture.png;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A PNG file taken apart: the pixels with what is needed to read them, and what is said about them.
 *
 * @param pixelFile a PNG file of the critical chunks alone; texts and the like, which may inflate
 *     to any size, are left out
 * @param palette true where samples are indices into a palette
 * @param transparency content of {@code tRNS}, or null
 * @param iccProfile content of {@code iCCP}, inflated, or null where absent or damaged
 */
@SuppressWarnings("ArrayRecordComponent") // Taken apart once and never compared.
record PngParts(
    byte[] pixelFile,
    boolean palette,
    byte @Nullable [] transparency,
    byte @Nullable [] iccProfile) {
  private static final int COLOUR_TYPE_OFFSET = 9;
  private static final int PALETTE_COLOUR = 3;

  static PngParts of(byte[] file) throws IOException {
    PngChunks chunks = new PngChunks(new ByteArrayInputStream(file));
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    PngChunkWriter writer = PngChunkWriter.start(kept);
    boolean palette = false;
    PngTransparency transparency = new PngTransparency(0);
    byte[] profile = null;
    while (chunks.advance()) {
      String type = chunks.type();
      byte[] counted = transparency.take(chunks);
      if (counted != null && palette) {
        writer.write(type, counted);
      }
      switch (type) {
        case "IHDR" -> {
          byte[] content = chunks.read();
          int colourType = content[COLOUR_TYPE_OFFSET];
          palette = colourType == PALETTE_COLOUR;
          transparency = new PngTransparency(colourType);
          writer.write(type, content);
        }
        case "PLTE", "IDAT" -> writer.write(type, chunks.read());
        case "iCCP" -> profile = PngProfile.unpack(chunks.read());
        default -> {}
      }
    }
    writer.write("IEND", new byte[0]);
    return new PngParts(kept.toByteArray(), palette, transparency.content(), profile);
  }

  /** The one colour, as levels, that stands for full transparency; empty where there is none. */
  int[] transparentColour(int channels, int bitDepth) {
    byte[] content = transparency;
    if (content == null || palette || content.length != 2 * channels) {
      return new int[0];
    }
    int[] levels = new int[channels];
    ByteBuffer buffer = ByteBuffer.wrap(content);
    for (int channel = 0; channel < channels; channel++) {
      // What is above the bits of a sample means nothing (PNG, section 11.3.1.1).
      levels[channel] = buffer.getShort() & ((1 << bitDepth) - 1);
    }
    return levels;
  }
}
