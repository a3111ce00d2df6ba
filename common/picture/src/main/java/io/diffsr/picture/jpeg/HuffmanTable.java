package io.diffsr.picture.jpeg;

import java.util.Arrays;

/**
 * A Huffman code of JPEG, canonical: codes of one length follow each other (ITU-T T.81 annex C).
 */
final class HuffmanTable {
  private static final int LONGEST = 16;

  private final int[] firstCode = new int[LONGEST + 1];
  private final int[] firstIndex = new int[LONGEST + 1];
  private final int[] counts = new int[LONGEST + 1];
  private final byte[] values;

  /**
   * Reads a table of a DHT segment.
   *
   * @param content of the segment
   * @param offset of the sixteen counts, which the values follow
   */
  HuffmanTable(byte[] content, int offset) {
    int code = 0;
    int index = 0;
    for (int length = 1; length <= LONGEST; length++) {
      counts[length] = content[offset + length - 1] & 0xFF;
      firstCode[length] = code;
      firstIndex[length] = index;
      index += counts[length];
      code = (code + counts[length]) << 1;
    }
    values = Arrays.copyOfRange(content, offset + LONGEST, offset + LONGEST + index);
  }

  /** Bytes that the table takes in its segment, counts and values. */
  int bytes() {
    return LONGEST + values.length;
  }

  /**
   * The next value, 0..255.
   *
   * @throws DamagedScanException where the bits are no code of this table
   */
  int next(EntropyBits bits) {
    int code = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code = (code << 1) | bits.next();
      int place = code - firstCode[length];
      if (place < counts[length]) {
        return values[firstIndex[length] + place] & 0xFF;
      }
    }
    throw new DamagedScanException();
  }
}
