package io.diffsr.picture.png;

import io.diffsr.picture.IccProfile;
import io.diffsr.picture.PictureWarning;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A PNG file taken apart: the pixels with what is needed to read them, and what is said about them.
 *
 * @param pixelFile a PNG file of the critical chunks alone; texts and the like, which may inflate
 *     to any size, are left out
 * @param palette true where samples are indices into a palette
 * @param transparency content of {@code tRNS}, or null
 * @param iccProfile content of {@code iCCP}, inflated; empty where damaged, null where absent
 * @param gamma content of {@code gAMA}, where no other chunk says how colour is meant; else null
 * @param primaries content of {@code cHRM}, or null
 */
@SuppressWarnings("ArrayRecordComponent") // Taken apart once and never compared.
record PngParts(
    byte[] pixelFile,
    boolean palette,
    byte @Nullable [] transparency,
    byte @Nullable [] iccProfile,
    byte @Nullable [] gamma,
    byte @Nullable [] primaries) {
  private static final int COLOUR_TYPE_OFFSET = 9;
  private static final int PALETTE_COLOUR = 3;

  static PngParts of(byte[] file) throws IOException {
    PngChunks chunks = new PngChunks(new ByteArrayInputStream(file));
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    PngChunkWriter writer = PngChunkWriter.start(kept);
    boolean palette = false;
    PngTransparency transparency = new PngTransparency(0);
    PngColourChunks colour = new PngColourChunks();
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
        default -> {
          // As libpng does: before the pixels, and the first of its kind.
          if (!transparency.pixelsSeen()) {
            colour.add(chunks);
          }
        }
      }
    }
    writer.write("IEND", new byte[0]);
    return new PngParts(
        kept.toByteArray(),
        palette,
        transparency.content(),
        colour.profile(),
        colour.gamma(),
        colour.primaries());
  }

  /**
   * The profile that the pixels are meant in: the file's own, or one that says the same as gamma
   * and primaries.
   */
  byte @Nullable [] profile(int channels, Consumer<PictureWarning> warn) {
    byte[] own = iccProfile;
    byte[] fitting = IccProfile.fitting(own, channels, warn);
    return fitting == null && gamma != null
        ? PngGamma.profile(gamma, primaries, channels)
        : fitting;
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
