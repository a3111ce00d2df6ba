package io.diffsr.picture.webp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes the chunks of a WebP file (RFC 9649, section 2.3). */
final class WebpChunkWriter {
  private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

  void write(String type, byte[] content) {
    chunks.writeBytes(type.getBytes(ISO_8859_1));
    chunks.writeBytes(integer(content.length));
    chunks.writeBytes(content);
    if (content.length % 2 == 1) {
      chunks.write(0);
    }
  }

  /** The whole file with its header. */
  byte[] file() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes("RIFF".getBytes(ISO_8859_1));
    file.writeBytes(integer(Integer.BYTES + chunks.size()));
    file.writeBytes("WEBP".getBytes(ISO_8859_1));
    file.writeBytes(chunks.toByteArray());
    return file.toByteArray();
  }

  private static byte[] integer(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
