package io.diffsr.picture.png;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Collects the chunks before the pixels that say how these are meant; the first of each counts. */
final class PngColourChunks {
  private static final int GAMMA_BYTES = 4;
  private static final int PRIMARIES_BYTES = 32;
  private static final int INTENT_BYTES = 1;
  private static final int CODE_POINTS_BYTES = 4;

  private byte @Nullable [] profile;
  private byte @Nullable [] gamma;
  private byte @Nullable [] primaries;
  private boolean known;

  /** Takes a chunk, whatever it is; one with a wrong checksum is passed over. */
  void add(PngChunks chunks) throws IOException {
    switch (chunks.type()) {
      case "iCCP" -> {
        if (profile == null) {
          byte[] content = chunks.read();
          profile = content.length == 0 ? null : PngProfile.unpack(content);
        }
      }
      case "gAMA" -> gamma = gamma == null ? ofLength(GAMMA_BYTES, chunks) : gamma;
      case "cHRM" -> primaries = primaries == null ? ofLength(PRIMARIES_BYTES, chunks) : primaries;
      case "sRGB" -> known |= ofLength(INTENT_BYTES, chunks) != null;
      case "cICP" -> known |= ofLength(CODE_POINTS_BYTES, chunks) != null;
      default -> {
        // Says nothing about colour.
      }
    }
  }

  /** The ICC profile; empty where its chunk is damaged, null where there is none. */
  byte @Nullable [] profile() {
    return profile;
  }

  /** Content of {@code gAMA} where nothing else says how colour is meant; else null. */
  byte @Nullable [] gamma() {
    return known ? null : gamma;
  }

  /** Content of {@code cHRM}, or null. */
  byte @Nullable [] primaries() {
    return primaries;
  }

  private static byte @Nullable [] ofLength(int bytes, PngChunks chunks) throws IOException {
    byte[] content = chunks.length() == bytes ? chunks.read() : new byte[0];
    return content.length == bytes ? content : null;
  }
}
