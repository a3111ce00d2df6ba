package io.diffsr.picture.tiff;

import io.diffsr.picture.png.PngFileBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/** Builds small TIFF files of every kind; greyscale of 8 bits by default. */
public final class TiffFileBuilder {
  static final int NONE = 1;
  public static final int LZW = 5;
  public static final int DEFLATE = 8;
  public static final int PACK_BITS = 32773;

  private final TiffFile file;

  private TiffFileBuilder(TiffFile file) {
    this.file = file;
  }

  public static TiffFileBuilder of(int width, int height) {
    return of(width, height, ByteOrder.BIG_ENDIAN);
  }

  public static TiffFileBuilder of(int width, int height, ByteOrder order) {
    return new TiffFileBuilder(
        new TiffFile(order)
            .longs(TiffTags.WIDTH, width)
            .longs(TiffTags.HEIGHT, height)
            .shorts(TiffTags.BITS_PER_SAMPLE, 8)
            .shorts(TiffTags.PHOTOMETRIC, 1));
  }

  TiffFileBuilder with(int tag, int... values) {
    file.shorts(tag, values);
    return this;
  }

  /** The meaning of samples, how many there are and how deep each is. */
  TiffFileBuilder samples(int photometric, int samples, int bits) {
    int[] depths = new int[samples];
    Arrays.fill(depths, bits);
    return with(TiffTags.PHOTOMETRIC, photometric)
        .with(TiffTags.SAMPLES_PER_PIXEL, samples)
        .with(TiffTags.BITS_PER_SAMPLE, depths);
  }

  public byte[] strip(int... levels) {
    return strip(NONE, PngFileBuilder.bytes(levels));
  }

  public byte[] strip(int compression, byte[] packed) {
    return with(TiffTags.COMPRESSION, compression).file.file(List.of(packed));
  }

  public byte[] strips(int rows, byte[]... strips) {
    return with(TiffTags.ROWS_PER_STRIP, rows).file.file(List.of(strips));
  }

  public byte[] tiles(int width, int height, byte[]... tiles) {
    file.longs(TiffTags.TILE_WIDTH, width).longs(TiffTags.TILE_HEIGHT, height);
    return file.file(List.of(tiles), TiffTags.TILE_OFFSETS, TiffTags.TILE_BYTE_COUNTS);
  }

  public static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater();
    deflater.setInput(plain);
    deflater.finish();
    byte[] packed = new byte[plain.length + 64];
    int length = deflater.deflate(packed);
    deflater.end();
    return Arrays.copyOf(packed, length);
  }

  /** Runs of at most 128 bytes as they are. */
  public static byte[] packedBits(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    for (int start = 0; start < plain.length; start += 128) {
      int count = Math.min(128, plain.length - start);
      packed.write(count - 1);
      packed.write(plain, start, count);
    }
    return packed.toByteArray();
  }

  /** Codes of nine bits that stand for one byte each, the table cleared before it needs ten. */
  public static byte[] lzw(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    int[] held = new int[2];
    for (int i = 0; i < plain.length; i++) {
      if (i % 200 == 0) {
        code(packed, held, 256);
      }
      code(packed, held, plain[i] & 0xFF);
    }
    code(packed, held, 257);
    packed.write(held[0] << (8 - held[1]));
    return packed.toByteArray();
  }

  private static void code(ByteArrayOutputStream packed, int[] held, int code) {
    held[0] = held[0] << 9 | code;
    held[1] += 9;
    while (held[1] >= 8) {
      held[1] -= 8;
      packed.write(held[0] >> held[1]);
      held[0] &= (1 << held[1]) - 1;
    }
  }
}
