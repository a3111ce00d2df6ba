package io.diffsr.picture.jpeg;

/**
 * The bits of compressed data, without stuffed bytes, up to the next marker (ITU-T T.81, F.2.2).
 */
final class EntropyBits {
  private static final int MARKER = 0xFF;
  private static final int FIRST_RESTART = 0xD0;
  private static final int LAST_RESTART = 0xD7;

  private final byte[] file;
  private int position;
  private int current;
  private int left;

  EntropyBits(byte[] file, int position) {
    this.file = file;
    this.position = position;
  }

  /** Where the byte after the last one that was read stands in the file. */
  int position() {
    return position;
  }

  /**
   * The next bit.
   *
   * @throws DamagedScanException where a marker or the end of the file comes instead
   */
  int next() {
    if (left == 0) {
      if (position >= file.length) {
        throw new DamagedScanException();
      }
      current = file[position++] & 0xFF;
      if (current == MARKER) {
        if (position >= file.length || file[position] != 0) {
          throw new DamagedScanException();
        }
        position++;
      }
      left = Byte.SIZE;
    }
    left--;
    return (current >> left) & 1;
  }

  /** So many bits as a number, the first the highest. */
  int next(int count) {
    int number = 0;
    for (int i = 0; i < count; i++) {
      number = (number << 1) | next();
    }
    return number;
  }

  /** A number of so many bits whose highest bit says that it is positive (F.2.2.1, EXTEND). */
  int signed(int count) {
    if (count == 0) {
      return 0;
    }
    int number = next(count);
    return number < 1 << (count - 1) ? number - (1 << count) + 1 : number;
  }

  /**
   * Passes over a restart marker.
   *
   * @throws DamagedScanException where there is none
   */
  void restart() {
    left = 0;
    while (position + 1 < file.length && (file[position + 1] & 0xFF) == MARKER) {
      position++;
    }
    int code = position + 1 < file.length ? file[position + 1] & 0xFF : 0;
    if ((file[Math.min(position, file.length - 1)] & 0xFF) != MARKER
        || code < FIRST_RESTART
        || code > LAST_RESTART) {
      throw new DamagedScanException();
    }
    position += 2;
  }
}
