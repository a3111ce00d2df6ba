package io.diffsr.picture.webp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A WebP file taken apart: the pixels with what is needed to read them, and their profile.
 *
 * @param pixelFile the file without what does not concern the pixels
 * @param iccProfile content of {@code ICCP}, or null where absent
 */
@SuppressWarnings("ArrayRecordComponent") // Taken apart once and never compared.
record WebpParts(byte[] pixelFile, byte @Nullable [] iccProfile) {
  private static final int LARGEST_PROFILE = 1 << 22;

  /** Takes a file apart whose structure has been verified. */
  static WebpParts of(byte[] file) throws IOException {
    WebpChunks chunks = new WebpChunks(new ByteArrayInputStream(file));
    WebpChunkWriter writer = new WebpChunkWriter();
    byte[] profile = null;
    while (chunks.advance()) {
      switch (chunks.type()) {
        case "VP8X", "ALPH", "VP8 ", "VP8L" ->
            writer.write(chunks.type(), chunks.read(Integer.MAX_VALUE));
        case "ICCP" -> {
          if (profile == null && chunks.length() <= LARGEST_PROFILE) {
            profile = chunks.read(LARGEST_PROFILE);
          }
        }
        default -> {}
      }
    }
    return new WebpParts(writer.file(), profile);
  }
}
