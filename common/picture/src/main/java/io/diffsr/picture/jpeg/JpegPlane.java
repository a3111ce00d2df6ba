package io.diffsr.picture.jpeg;

/**
 * The coefficients of one component: quantised DCT coefficients of blocks of 8 × 8 samples.
 *
 * @param horizontal sampling factor, 1..4
 * @param vertical sampling factor, 1..4
 * @param blocksWide blocks in a row, those beyond the picture that fill up the last unit included
 * @param blocksHigh rows of blocks
 * @param coefficients blocks row by row, 64 each, row by row of frequencies
 * @param quantisation step of each of the 64
 */
@SuppressWarnings("ArrayRecordComponent") // Filled while the file is read, never compared.
public record JpegPlane(
    int horizontal,
    int vertical,
    int blocksWide,
    int blocksHigh,
    short[] coefficients,
    int[] quantisation) {
  /** Samples along an edge of a block. */
  public static final int EDGE = 8;

  /** Coefficients of a block. */
  public static final int SIZE = EDGE * EDGE;
}
