package io.diffsr.picture.tiff;

/**
 * What a field of a TIFF directory holds.
 *
 * @param type 1 to 13 (TIFF 6.0, section 2)
 * @param count of values
 * @param bytes of the values, in the byte order of their file
 */
@SuppressWarnings("ArrayRecordComponent") // Not compared by value.
record TiffValue(int type, int count, byte[] bytes) {
  static final int SHORT = 3;
  static final int LONG = 4;
  static final int RATIONAL = 5;
  static final int UNDEFINED = 7;

  /** Bytes per value of the types 1 to 13, BYTE to IFD. */
  private static final int[] VALUE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  /** Bytes of so many values of a type; 0 for a type that is not known. */
  static long bytes(int type, long count) {
    return type > 0 && type < VALUE_BYTES.length ? count * VALUE_BYTES[type] : 0;
  }
}
