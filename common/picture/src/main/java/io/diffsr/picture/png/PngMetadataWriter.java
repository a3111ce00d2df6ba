package io.diffsr.picture.png;

import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.metadata.PictureMetadata;
import io.diffsr.picture.metadata.Resolution;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes the chunks about a picture, in an order that suits all of them (PNG, section 5.6). */
public final class PngMetadataWriter {
  private static final int RESOLUTION_BYTES = 9;
  private static final byte METRE = 1;
  private static final String SRGB = "sRGB";
  private static final Set<String> OF_PIXELS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  private PngMetadataWriter() {}

  /**
   * Copies a PNG file with other chunks about its picture: of those that it has, only what pixels
   * need goes over.
   *
   * @param profile its ICC profile, or null
   * @throws io.diffsr.picture.PictureException where the file is damaged
   */
  public static void copy(
      InputStream file, OutputStream copy, byte @Nullable [] profile, PictureMetadata metadata)
      throws IOException {
    PngChunks chunks = new PngChunks(file);
    ByteArrayOutputStream next = new ByteArrayOutputStream();
    PngChunkWriter writer = PngChunkWriter.start(next);
    while (chunks.advance()) {
      String type = chunks.type();
      if (OF_PIXELS.contains(type)) {
        writer.write(type, chunks.read());
      }
      if (type.equals("IHDR")) {
        next.writeBytes(chunks(profile, metadata));
      }
      next.writeTo(copy);
      next.reset();
    }
  }

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
