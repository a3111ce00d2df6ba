package io.diffsr.picture.gif;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/** Counts the pixels that GIF's codes of variable length stand for (GIF 89a, appendix F). */
final class GifCodes {
  private static final int MOST_CODES = 4096;
  private static final int MOST_BITS = 12;

  private final DataInputStream input;
  private int blockLeft;
  private boolean ended;
  private int bits;
  private int bitCount;

  private GifCodes(DataInputStream input) {
    this.input = input;
  }

  /**
   * Reads the data of a picture to their end.
   *
   * @param most at which counting stops
   * @return how many pixels there are, at most {@code most}
   */
  static long count(DataInputStream input, long most) throws IOException {
    int smallest = input.readUnsignedByte();
    GifCodes codes = new GifCodes(input);
    long pixels = smallest < 1 || smallest >= MOST_BITS ? 0 : codes.pixels(smallest, most);
    codes.skipRest();
    return Math.min(pixels, most);
  }

  private long pixels(int smallest, long most) throws IOException {
    int clear = 1 << smallest;
    int end = clear + 1;
    int[] lengths = new int[MOST_CODES];
    int next = end + 1;
    int width = smallest + 1;
    int previous = 0;
    long pixels = 0;
    while (pixels < most) {
      int code = next(width);
      if (code < 0 || code == end) {
        return pixels;
      }
      if (code == clear) {
        next = end + 1;
        width = smallest + 1;
        previous = 0;
        continue;
      }
      // A code that is just about to be defined stands for its predecessor and one pixel more.
      int length = code < clear ? 1 : code < next ? lengths[code] : code == next ? previous + 1 : 0;
      if (length == 0 || (code == next && previous == 0)) {
        return pixels;
      }
      pixels += length;
      if (previous > 0 && next < MOST_CODES) {
        lengths[next++] = previous + 1;
        if (next == 1 << width && width < MOST_BITS) {
          width++;
        }
      }
      previous = length;
    }
    return pixels;
  }

  /** The next code; negative at the end of the data. */
  private int next(int width) throws IOException {
    while (bitCount < width) {
      int read = nextByte();
      if (read < 0) {
        return -1;
      }
      bits |= read << bitCount;
      bitCount += Byte.SIZE;
    }
    int code = bits & ((1 << width) - 1);
    bits >>>= width;
    bitCount -= width;
    return code;
  }

  private int nextByte() throws IOException {
    while (blockLeft == 0) {
      if (ended) {
        return -1;
      }
      blockLeft = input.readUnsignedByte();
      ended = blockLeft == 0;
    }
    blockLeft--;
    return input.readUnsignedByte();
  }

  private void skipRest() throws IOException {
    try {
      while (!ended) {
        input.skipNBytes(blockLeft);
        blockLeft = input.readUnsignedByte();
        ended = blockLeft == 0;
      }
    } catch (EOFException e) {
      // The pixels that are counted are there.
      ended = true;
    }
  }
}
