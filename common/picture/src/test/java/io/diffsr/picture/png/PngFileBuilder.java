package io.diffsr.picture.png;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

/** Builds small PNG files chunk by chunk, sound and unsound ones. */
public final class PngFileBuilder {
  public static final int GREY = 0;
  public static final int RGB = 2;
  public static final int PALETTE = 3;

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final PngChunkWriter writer = PngChunkWriter.start(output);

  public static PngFileBuilder of(int width, int height, int bitDepth, int colourType) {
    byte[] header =
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(height)
            .put((byte) bitDepth)
            .put((byte) colourType)
            .array();
    return new PngFileBuilder().chunk("IHDR", header);
  }

  public PngFileBuilder chunk(String type, byte[] content) {
    writer.write(type, content);
    return this;
  }

  /** Ends the file after these rows, each with its filter byte. */
  public byte[] pixels(int... rows) {
    byte[] plain = bytes(rows);
    Deflater deflater = new Deflater();
    deflater.setInput(plain);
    deflater.finish();
    byte[] packed = new byte[plain.length + 64];
    int length = deflater.deflate(packed);
    deflater.end();
    return chunk("IDAT", Arrays.copyOf(packed, length)).end();
  }

  public byte[] end() {
    return chunk("IEND", new byte[0]).output.toByteArray();
  }

  public static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
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
