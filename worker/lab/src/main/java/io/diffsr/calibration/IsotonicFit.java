package io.diffsr.calibration;

/** Least-squares fit of a sequence that must not rise, by pooling adjacent violators. */
final class IsotonicFit {
  private IsotonicFit() {}

  /** The nearest sequence that never rises. */
  static double[] falling(double[] values) {
    double[] means = new double[values.length];
    int[] sizes = new int[values.length];
    int blocks = 0;
    for (double value : values) {
      means[blocks] = value;
      sizes[blocks] = 1;
      blocks++;
      while (blocks > 1 && means[blocks - 2] < means[blocks - 1]) {
        int size = sizes[blocks - 2] + sizes[blocks - 1];
        means[blocks - 2] =
            (means[blocks - 2] * sizes[blocks - 2] + means[blocks - 1] * sizes[blocks - 1]) / size;
        sizes[blocks - 2] = size;
        blocks--;
      }
    }
    double[] fit = new double[values.length];
    int next = 0;
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < sizes[block]; i++) {
        fit[next++] = means[block];
      }
    }
    return fit;
  }
}
