package io.diffsr.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Builds picture files from their parts; no pixel in them can be decoded. */
public final class PictureBytes {
  private static final byte[] PNG_SIGNATURE = bytes(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n');

  private PictureBytes() {}

  public static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  public static byte[] chunk(String type, byte[] content) {
    byte[] name = type.getBytes(ISO_8859_1);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    return join(
        ByteBuffer.allocate(4).putInt(content.length).array(),
        name,
        content,
        ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }

  public static byte[] pngStart(int width, int height, int bitDepth, int colourType) {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) bitDepth)
            .put((byte) colourType)
            .array();
    return join(PNG_SIGNATURE, chunk("IHDR", header));
  }

  public static byte[] pngEnd() {
    return join(chunk("IDAT", new byte[50]), chunk("IEND", new byte[0]));
  }

  public static byte[] png(int width, int height, int bitDepth, int colourType) {
    return join(pngStart(width, height, bitDepth, colourType), pngEnd());
  }

  public static byte[] segment(int marker, byte[] content) {
    int length = content.length + 2;
    return join(bytes(0xFF, marker, length >> 8, length), content);
  }

  public static byte[] frame(int marker, int bitDepth, int width, int height, int components) {
    byte[] head = bytes(bitDepth, height >> 8, height, width >> 8, width, components);
    byte[] sampling = new byte[3 * components];
    for (int component = 0; component < components; component++) {
      sampling[3 * component] = (byte) (component + 1);
      sampling[3 * component + 1] = 0x11;
    }
    return segment(marker, join(head, sampling));
  }

  public static byte[] jpeg(byte[]... beforeScan) {
    byte[] scan = bytes(1, 2, 0xFF, 0x00, 0xFF, 0xD0, 3, 4, 0xFF, 0xD9);
    return join(bytes(0xFF, 0xD8), join(beforeScan), segment(0xDA, new byte[8]), scan);
  }

  public static byte[] jpegExif(int orientation) {
    return segment(0xE1, join("Exif\0\0".getBytes(ISO_8859_1), exif(orientation)));
  }

  /** A TIFF structure with nothing but an orientation. */
  public static byte[] exif(int orientation) {
    return bytes(
        'M',
        'M',
        0,
        42,
        0,
        0,
        0,
        8,
        0,
        1,
        0x01,
        0x12,
        0,
        3,
        0,
        0,
        0,
        1,
        0,
        orientation,
        0,
        0,
        0,
        0,
        0,
        0);
  }
}
