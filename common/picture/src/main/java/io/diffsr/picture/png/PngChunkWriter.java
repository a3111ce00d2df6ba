package io.diffsr.picture.png;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Writes the chunks of a PNG file with their checksums (PNG, third edition, section 5). */
final class PngChunkWriter {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

  private final ByteArrayOutputStream output;

  PngChunkWriter(ByteArrayOutputStream output) {
    this.output = output;
  }

  /** Writes the signature. */
  static PngChunkWriter start(ByteArrayOutputStream output) {
    output.writeBytes(SIGNATURE);
    return new PngChunkWriter(output);
  }

  void write(String type, byte[] content) {
    byte[] name = type.getBytes(ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    output.writeBytes(integer(content.length));
    output.writeBytes(name);
    output.writeBytes(content);
    output.writeBytes(integer((int) checksum.getValue()));
  }

  private static byte[] integer(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
