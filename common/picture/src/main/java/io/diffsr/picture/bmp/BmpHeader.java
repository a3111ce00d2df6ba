package io.diffsr.picture.bmp;

import static io.diffsr.picture.PictureException.Kind.CORRUPT;
import static io.diffsr.picture.PictureException.Kind.UNSUPPORTED;

import io.diffsr.picture.PictureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;

/**
 * The headers of a BMP file (Windows' BITMAPFILEHEADER and what follows it).
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param bits per pixel: 1, 4, 8, 16, 24 or 32
 * @param compression 0 none, 1 and 2 run lengths, 3 with masks
 * @param pixelsOffset where the pixels start
 * @param alpha whether a mask names bits for opacity
 * @param horizontalPerMetre pixels; 0 where it is not known
 * @param verticalPerMetre pixels; 0 where it is not known
 * @param profile whether an ICC profile comes with it
 */
record BmpHeader(
    int width,
    int height,
    int bits,
    int compression,
    long pixelsOffset,
    boolean alpha,
    int horizontalPerMetre,
    int verticalPerMetre,
    boolean profile) {
  private static final int FILE_HEADER_BYTES = 14;
  private static final int CORE_BYTES = 12;
  private static final int INFO_BYTES = 40;
  private static final int WITH_ALPHA_MASK_BYTES = 56;
  private static final int LARGEST_BYTES = 124;

  /** Those of Windows; OS/2 has others. */
  private static final Set<Integer> SIZES =
      Set.of(CORE_BYTES, INFO_BYTES, 52, 56, 108, LARGEST_BYTES);

  private static final int NONE = 0;
  private static final int RUNS_OF_8 = 1;
  private static final int RUNS_OF_4 = 2;
  private static final int MASKS = 3;
  private static final int EMBEDDED_PROFILE = 0x4D424544;
  private static final int LINKED_PROFILE = 0x4C494E4B;

  /**
   * Reads the start of a file.
   *
   * @throws PictureException of kind {@code CORRUPT} or {@code UNSUPPORTED}
   */
  static BmpHeader read(InputStream stream) throws IOException {
    ByteBuffer file =
        ByteBuffer.wrap(stream.readNBytes(FILE_HEADER_BYTES + LARGEST_BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    if (file.capacity() < FILE_HEADER_BYTES + CORE_BYTES) {
      throw new PictureException(CORRUPT, "The BMP file is truncated: it ends in its header.");
    }
    long pixels = Integer.toUnsignedLong(file.getInt(10));
    int size = file.getInt(FILE_HEADER_BYTES);
    if (!SIZES.contains(size)) {
      throw new PictureException(
          UNSUPPORTED, "BMP pictures with a header of this kind are not read.");
    }
    if (file.capacity() < FILE_HEADER_BYTES + size) {
      throw new PictureException(CORRUPT, "The BMP file is truncated: it ends in its header.");
    }
    ByteBuffer info = file.slice(FILE_HEADER_BYTES, size).order(ByteOrder.LITTLE_ENDIAN);
    if (size == CORE_BYTES) {
      return new BmpHeader(
              info.getShort(4) & 0xFFFF,
              info.getShort(6) & 0xFFFF,
              info.getShort(10),
              NONE,
              pixels,
              false,
              0,
              0,
              false)
          .checked(0);
    }
    int space = size == LARGEST_BYTES ? info.getInt(56) : 0;
    return new BmpHeader(
            info.getInt(4),
            // Negative where the first row stands first.
            Math.abs(info.getInt(8)),
            info.getShort(14),
            info.getInt(16),
            pixels,
            size >= WITH_ALPHA_MASK_BYTES && info.getInt(16) == MASKS && info.getInt(52) != 0,
            Math.max(info.getInt(24), 0),
            Math.max(info.getInt(28), 0),
            space == EMBEDDED_PROFILE || space == LINKED_PROFILE)
        .checked(Integer.toUnsignedLong(info.getInt(32)));
  }

  private BmpHeader checked(long colours) {
    boolean fits =
        switch (compression) {
          case NONE ->
              bits == 1 || bits == 4 || bits == 8 || bits == 16 || bits == 24 || bits == 32;
          case RUNS_OF_8 -> bits == 8;
          case RUNS_OF_4 -> bits == 4;
          case MASKS -> bits == 16 || bits == 32;
          default ->
              throw new PictureException(
                  UNSUPPORTED, "BMP pictures of this kind of compression are not read.");
        };
    if (!fits || width < 1 || height < 1 || (bits <= 8 && colours > 1L << bits)) {
      throw new PictureException(CORRUPT, "The BMP file is damaged: its header makes no sense.");
    }
    return this;
  }

  /** Bytes that a whole file has at least. */
  long leastBytes() {
    long row = ((long) width * bits + 31) / 32 * Integer.BYTES;
    return pixelsOffset + (runs() ? 1 : row * height);
  }

  /** Whether the pixels are stored as runs. */
  boolean runs() {
    return compression == RUNS_OF_8 || compression == RUNS_OF_4;
  }
}
