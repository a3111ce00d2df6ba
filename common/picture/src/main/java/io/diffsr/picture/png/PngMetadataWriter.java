package io.diffsr.picture.png;

import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.Resolution;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Writes the chunks about a picture, in an order that suits all of them (PNG, section 5.6). */
final class PngMetadataWriter {
  private static final int RESOLUTION_BYTES = 9;
  private static final byte METRE = 1;
  private static final String SRGB = "sRGB";

  private PngMetadataWriter() {}

  /** The chunks, which stand right behind the header. */
  static byte[] chunks(byte @Nullable [] profile, PictureMetadata metadata) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    PngChunkWriter writer = new PngChunkWriter(chunks);
    metadata
        .orderedColour()
        .forEach(
            (type, content) -> {
              // A file with a profile should not have both.
              if (profile == null || !type.equals(SRGB)) {
                writer.write(type, content);
              }
            });
    if (profile != null) {
      writer.write("iCCP", PngProfile.pack(profile));
    }
    Resolution resolution = metadata.resolution();
    if (resolution != null) {
      writer.write(
          "pHYs",
          ByteBuffer.allocate(RESOLUTION_BYTES)
              .putInt(resolution.horizontalPerMetre())
              .putInt(resolution.verticalPerMetre())
              .put(METRE)
              .array());
    }
    metadata.exifBlock(PictureFormat.PNG).ifPresent(block -> writer.write("eXIf", block));
    byte[] xmp = metadata.xmp();
    if (xmp != null) {
      writer.write("iTXt", PngText.ofXmp(xmp));
    }
    metadata.texts().forEach(text -> writer.write(text.type(), text.content()));
    return chunks.toByteArray();
  }
}
