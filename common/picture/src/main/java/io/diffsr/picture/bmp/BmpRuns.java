package io.diffsr.picture.bmp;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;

/** Counts how far the runs of a compressed BMP file reach (BI_RLE8 and BI_RLE4). */
final class BmpRuns {
  private static final int END_OF_LINE = 0;
  private static final int END_OF_PICTURE = 1;
  private static final int MOVE = 2;

  private BmpRuns() {}

  /**
   * Whether the runs say themselves that the picture ends, or reach its last row.
   *
   * @param input at the first run
   */
  static boolean reachTheEnd(DataInputStream input, BmpHeader header) throws IOException {
    int column = 0;
    int row = 0;
    try {
      while (row < header.height() - 1 || column < header.width()) {
        int count = input.readUnsignedByte();
        int code = input.readUnsignedByte();
        if (count > 0) {
          column += count;
        } else if (code == END_OF_PICTURE) {
          return true;
        } else if (code == END_OF_LINE) {
          column = 0;
          row++;
        } else if (code == MOVE) {
          column += input.readUnsignedByte();
          row += input.readUnsignedByte();
        } else {
          column += code;
          // Single pixels, to an even number of bytes.
          int bytes = (code * header.bits() + 7) / 8;
          input.skipNBytes(bytes + (bytes & 1));
        }
        if (row >= header.height()) {
          return true;
        }
      }
      return true;
    } catch (EOFException e) {
      return false;
    }
  }
}
