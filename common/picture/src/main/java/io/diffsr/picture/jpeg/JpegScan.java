package io.diffsr.picture.jpeg;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the coefficients of one scan, sequential or progressive (ITU-T T.81, F.2 and G.2).
 *
 * @param bits after the scan's header
 * @param components those that the scan holds
 * @param first frequency, in zigzag order
 * @param last frequency
 * @param high bits of the coefficients that earlier scans have told; 0 for the first
 * @param low bits that later scans will tell
 * @param progressive whether it is of a progressive picture
 * @param kept whether the planes have room for all blocks; else each block replaces the one before
 */
record JpegScan(
    EntropyBits bits,
    List<Component> components,
    int first,
    int last,
    int high,
    int low,
    boolean progressive,
    boolean kept) {
  private static final int ZERO_RUN = 15;

  /** Places of a block's coefficients in the order of the file. */
  static final int[] ZIGZAG = {
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63
  };

  /**
   * A component in a scan.
   *
   * @param plane receives the coefficients
   * @param ownWide blocks in a row that hold samples of the picture
   * @param ownHigh rows of such blocks
   * @param dc its table for the first coefficient
   * @param ac its table for the others
   */
  record Component(
      JpegPlane plane,
      int ownWide,
      int ownHigh,
      @Nullable HuffmanTable dc,
      @Nullable HuffmanTable ac) {}

  /** What is carried from block to block. */
  private static final class Carry {
    private final int[] previous;
    private int endOfBand;

    Carry(int components) {
      previous = new int[components];
    }

    void reset() {
      Arrays.fill(previous, 0);
      endOfBand = 0;
    }
  }

  /**
   * Reads all blocks.
   *
   * @param restartInterval units between two restart markers; 0 where there are none
   * @throws DamagedScanException where the data are damaged
   */
  void read(int restartInterval) {
    Carry carry = new Carry(components.size());
    boolean alone = components.size() == 1;
    Component leading = components.get(0);
    JpegPlane plane = leading.plane();
    int wide = alone ? leading.ownWide() : plane.blocksWide() / plane.horizontal();
    int high = alone ? leading.ownHigh() : plane.blocksHigh() / plane.vertical();
    for (int unit = 0; unit < wide * high; unit++) {
      if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0) {
        bits.restart();
        carry.reset();
      }
      if (alone) {
        block(0, unit % wide, unit / wide, carry);
      } else {
        unit(unit % wide, unit / wide, carry);
      }
    }
  }

  private void unit(int column, int row, Carry carry) {
    for (int c = 0; c < components.size(); c++) {
      JpegPlane plane = components.get(c).plane();
      for (int y = 0; y < plane.vertical(); y++) {
        for (int x = 0; x < plane.horizontal(); x++) {
          block(c, column * plane.horizontal() + x, row * plane.vertical() + y, carry);
        }
      }
    }
  }

  private void block(int component, int column, int row, Carry carry) {
    Component of = components.get(component);
    short[] values = of.plane().coefficients();
    int offset = kept ? (row * of.plane().blocksWide() + column) * JpegPlane.SIZE : 0;
    if (!progressive) {
      direct(of, component, values, offset, carry);
      sequential(of, values, offset);
    } else if (first == 0) {
      if (high == 0) {
        direct(of, component, values, offset, carry);
      } else {
        values[offset] |= (short) (bits.next() << low);
      }
    } else if (high == 0) {
      firstPass(of, values, offset, carry);
    } else {
      refinement(of, values, offset, carry);
    }
  }

  private void direct(Component of, int component, short[] values, int offset, Carry carry) {
    carry.previous[component] += bits.signed(category(of.dc()));
    values[offset] = (short) (carry.previous[component] << low);
  }

  private int category(@Nullable HuffmanTable table) {
    int category = symbol(table);
    if (category > ZERO_RUN) {
      throw new DamagedScanException();
    }
    return category;
  }

  private int symbol(@Nullable HuffmanTable table) {
    if (table == null) {
      throw new DamagedScanException();
    }
    return table.next(bits);
  }

  private void sequential(Component of, short[] values, int offset) {
    for (int k = 1; k < JpegPlane.SIZE; k++) {
      int symbol = symbol(of.ac());
      int run = symbol >> 4;
      int size = symbol & 15;
      if (size == 0 && run < ZERO_RUN) {
        return;
      }
      k += run;
      put(values, offset, k, bits.signed(size));
    }
  }

  private static void put(short[] values, int offset, int k, int value) {
    if (k >= JpegPlane.SIZE) {
      throw new DamagedScanException();
    }
    values[offset + ZIGZAG[k]] = (short) value;
  }

  private void firstPass(Component of, short[] values, int offset, Carry carry) {
    if (carry.endOfBand > 0) {
      carry.endOfBand--;
      return;
    }
    for (int k = first; k <= last; k++) {
      int symbol = symbol(of.ac());
      int run = symbol >> 4;
      int size = symbol & 15;
      if (size == 0 && run < ZERO_RUN) {
        carry.endOfBand = (1 << run) - 1 + bits.next(run);
        return;
      }
      k += run;
      put(values, offset, k, bits.signed(size) << low);
    }
  }

  private void refinement(Component of, short[] values, int offset, Carry carry) {
    int k = first;
    if (carry.endOfBand == 0) {
      for (; k <= last; k++) {
        int symbol = symbol(of.ac());
        int run = symbol >> 4;
        int size = symbol & 15;
        if (size == 0 && run < ZERO_RUN) {
          carry.endOfBand = (1 << run) + bits.next(run);
          break;
        }
        int fresh = size == 0 ? 0 : (bits.next() == 1 ? 1 : -1) * (1 << low);
        k = refineUpTo(values, offset, k, run);
        if (fresh != 0) {
          put(values, offset, k, fresh);
        }
      }
    }
    if (carry.endOfBand > 0) {
      for (; k <= last; k++) {
        refine(values, offset + ZIGZAG[k]);
      }
      carry.endOfBand--;
    }
  }

  /** Refines what is not zero, and stops at the zero after so many zeros. */
  private int refineUpTo(short[] values, int offset, int from, int zeros) {
    int left = zeros;
    int k = from;
    for (; k <= last; k++) {
      int place = offset + ZIGZAG[k];
      if (values[place] == 0) {
        if (left == 0) {
          return k;
        }
        left--;
      } else {
        refine(values, place);
      }
    }
    return k;
  }

  private void refine(short[] values, int place) {
    int value = values[place];
    if (value != 0 && bits.next() == 1 && (Math.abs(value) & (1 << low)) == 0) {
      values[place] += (short) (value > 0 ? 1 << low : -1 << low);
    }
  }
}
