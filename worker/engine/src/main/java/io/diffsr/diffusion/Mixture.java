package io.diffsr.diffusion;

/** Weighted sums of two canvases, weights and sums in double precision. */
final class Mixture {
  private Mixture() {}

  /** a·x + b·y in a new array. */
  static float[] of(double a, float[] x, double b, float[] y) {
    return into(new float[x.length], a, x, b, y);
  }

  /**
   * a·x + b·y.
   *
   * @param sum receives it; may be x or y
   * @return {@code sum}
   */
  static float[] into(float[] sum, double a, float[] x, double b, float[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "canvases of %d and %d values do not go together".formatted(x.length, y.length));
    }
    Elementwise.run(
        sum.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            sum[i] = (float) (a * x[i] + b * y[i]);
          }
        });
    return sum;
  }
}
