package io.diffsr.picture.jpeg;

/** Compressed data that no encoder writes. */
final class DamagedScanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DamagedScanException() {
    super("the compressed data are damaged", null, false, false);
  }
}
