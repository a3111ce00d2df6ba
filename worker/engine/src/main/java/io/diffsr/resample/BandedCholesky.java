package io.diffsr.resample;

/**
 * The Cholesky factor L of a symmetric positive definite banded matrix, LLᵀ = G, with solves in
 * time proportional to size × half-bandwidth (Golub and Van Loan, Matrix Computations, section
 * 4.3.5).
 *
 * <p>Rows of L are stored {@code halfBandwidth + 1} apart, from the leftmost entry of the band to
 * the diagonal; the diagonal holds its reciprocal.
 */
final class BandedCholesky {
  private final int size;
  private final int halfBandwidth;
  private final double[] factor;

  private BandedCholesky(int size, int halfBandwidth, double[] factor) {
    this.size = size;
    this.halfBandwidth = halfBandwidth;
    this.factor = factor;
  }

  /**
   * Factors AAᵀ, its half-bandwidth taken from the overlap of A's rows.
   *
   * @throws ArithmeticException if AAᵀ is singular to working precision
   */
  static BandedCholesky ofGram(AxisFilter filter) {
    int size = filter.outputs();
    int halfBandwidth = halfBandwidth(filter);
    int stride = halfBandwidth + 1;
    double[] factor = new double[Math.multiplyExact(size, stride)];
    for (int i = 0; i < size; i++) {
      int first = Math.max(0, i - halfBandwidth);
      for (int k = first; k <= i; k++) {
        double sum = filter.rowProduct(i, k);
        for (int j = Math.max(first, k - halfBandwidth); j < k; j++) {
          sum -= entry(factor, halfBandwidth, i, j) * entry(factor, halfBandwidth, k, j);
        }
        int index = i * stride + k - i + halfBandwidth;
        if (k < i) {
          factor[index] = sum * entry(factor, halfBandwidth, k, k);
        } else if (sum > 1e-12) {
          factor[index] = 1 / Math.sqrt(sum);
        } else {
          throw new ArithmeticException("AAᵀ is singular at row " + i);
        }
      }
    }
    return new BandedCholesky(size, halfBandwidth, factor);
  }

  private static int halfBandwidth(AxisFilter filter) {
    int widest = 0;
    int k = 0;
    for (int i = 0; i < filter.outputs(); i++) {
      // Starts and ends never fall from row to row, so the first overlapping row never falls.
      while (filter.end(k) <= filter.start(i)) {
        k++;
      }
      widest = Math.max(widest, i - k);
    }
    return widest;
  }

  private static double entry(double[] factor, int halfBandwidth, int row, int column) {
    return factor[row * (halfBandwidth + 1) + column - row + halfBandwidth];
  }

  int halfBandwidth() {
    return halfBandwidth;
  }

  /** Solves G x = b for one right-hand side, in place: {@code size} values from offset on. */
  void solveRow(double[] values, int offset) {
    for (int i = 0; i < size; i++) {
      double sum = values[offset + i];
      for (int k = Math.max(0, i - halfBandwidth); k < i; k++) {
        sum -= entry(factor, halfBandwidth, i, k) * values[offset + k];
      }
      values[offset + i] = sum * entry(factor, halfBandwidth, i, i);
    }
    for (int i = size - 1; i >= 0; i--) {
      double sum = values[offset + i];
      for (int k = Math.min(size - 1, i + halfBandwidth); k > i; k--) {
        sum -= entry(factor, halfBandwidth, k, i) * values[offset + k];
      }
      values[offset + i] = sum * entry(factor, halfBandwidth, i, i);
    }
  }

  /**
   * Solves G x = b for the columns {@code from..to-1} of a row-major plane with {@code size} rows,
   * in place.
   */
  void solveColumns(double[] plane, int columns, int from, int to) {
    for (int i = 0; i < size; i++) {
      for (int k = Math.max(0, i - halfBandwidth); k < i; k++) {
        subtract(plane, i * columns, k * columns, entry(factor, halfBandwidth, i, k), from, to);
      }
      scale(plane, i * columns, entry(factor, halfBandwidth, i, i), from, to);
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int k = Math.min(size - 1, i + halfBandwidth); k > i; k--) {
        subtract(plane, i * columns, k * columns, entry(factor, halfBandwidth, k, i), from, to);
      }
      scale(plane, i * columns, entry(factor, halfBandwidth, i, i), from, to);
    }
  }

  private static void subtract(
      double[] plane, int target, int source, double weight, int from, int to) {
    for (int x = from; x < to; x++) {
      plane[target + x] -= weight * plane[source + x];
    }
  }

  private static void scale(double[] plane, int row, double factor, int from, int to) {
    for (int x = from; x < to; x++) {
      plane[row + x] *= factor;
    }
  }
}
