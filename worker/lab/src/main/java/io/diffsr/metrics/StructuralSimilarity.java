package io.diffsr.metrics;

/**
 * SSIM (Wang et al., "Image Quality Assessment: From Error Visibility to Structural Similarity",
 * 2004): Gaussian windows of 11 × 11 pixels with σ = 1.5, K₁ = 0.01, K₂ = 0.03, only windows that
 * lie wholly in the picture.
 */
public final class StructuralSimilarity {
  /** Smallest edge of a picture that can be compared, in pixels. */
  public static final int WINDOW = 11;

  private static final double SIGMA = 1.5;
  private static final double PEAK = 255;
  private static final double C1 = Math.pow(0.01 * PEAK, 2);
  private static final double C2 = Math.pow(0.03 * PEAK, 2);
  private static final double[] WEIGHTS = weights();

  private StructuralSimilarity() {}

  /** The mean over all windows, in [-1, 1]; 1 for equal planes. */
  public static double of(Plane first, Plane second) {
    first.requireSizeOf(second);
    if (first.width() < WINDOW || first.height() < WINDOW) {
      throw new IllegalArgumentException(
          "%d × %d holds no window of %d pixels".formatted(first.width(), first.height(), WINDOW));
    }
    double[] a = first.samples();
    double[] b = second.samples();
    double[] meanA = smooth(first, a);
    double[] meanB = smooth(first, b);
    double[] squareA = smooth(first, product(a, a));
    double[] squareB = smooth(first, product(b, b));
    double[] mixed = smooth(first, product(a, b));
    double sum = 0;
    for (int i = 0; i < meanA.length; i++) {
      double ma = meanA[i];
      double mb = meanB[i];
      double varianceA = squareA[i] - ma * ma;
      double varianceB = squareB[i] - mb * mb;
      double covariance = mixed[i] - ma * mb;
      sum +=
          (2 * ma * mb + C1)
              * (2 * covariance + C2)
              / ((ma * ma + mb * mb + C1) * (varianceA + varianceB + C2));
    }
    return sum / meanA.length;
  }

  private static double[] product(double[] a, double[] b) {
    double[] product = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      product[i] = a[i] * b[i];
    }
    return product;
  }

  /** Weighted means over all windows, (height − 10) × (width − 10). */
  private static double[] smooth(Plane size, double[] samples) {
    int width = size.width();
    int innerWidth = width - WINDOW + 1;
    int innerHeight = size.height() - WINDOW + 1;
    double[] rows = new double[size.height() * innerWidth];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < innerWidth; x++) {
        double sum = 0;
        for (int k = 0; k < WINDOW; k++) {
          sum += WEIGHTS[k] * samples[y * width + x + k];
        }
        rows[y * innerWidth + x] = sum;
      }
    }
    double[] smooth = new double[innerHeight * innerWidth];
    for (int y = 0; y < innerHeight; y++) {
      for (int x = 0; x < innerWidth; x++) {
        double sum = 0;
        for (int k = 0; k < WINDOW; k++) {
          sum += WEIGHTS[k] * rows[(y + k) * innerWidth + x];
        }
        smooth[y * innerWidth + x] = sum;
      }
    }
    return smooth;
  }

  private static double[] weights() {
    double[] weights = new double[WINDOW];
    double sum = 0;
    for (int k = 0; k < WINDOW; k++) {
      double distance = k - (WINDOW - 1) / 2.0;
      weights[k] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
      sum += weights[k];
    }
    for (int k = 0; k < WINDOW; k++) {
      weights[k] /= sum;
    }
    return weights;
  }
}
