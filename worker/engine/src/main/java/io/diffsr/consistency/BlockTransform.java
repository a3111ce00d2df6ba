package io.diffsr.consistency;

import io.diffsr.picture.jpeg.JpegPlane;

/** The orthonormal DCT-II of 8 × 8 samples, which JPEG uses (ITU-T T.81, A.3.3). */
final class BlockTransform {
  private static final int EDGE = JpegPlane.EDGE;
  private static final double[] BASIS = new double[EDGE * EDGE];

  static {
    for (int k = 0; k < EDGE; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / EDGE);
      for (int x = 0; x < EDGE; x++) {
        BASIS[k * EDGE + x] = scale * StrictMath.cos(Math.PI * (x + 0.5) * k / EDGE);
      }
    }
  }

  private BlockTransform() {}

  /** Coefficients of samples, both row by row. */
  static void forward(double[] samples, double[] coefficients) {
    double[] rows = new double[JpegPlane.SIZE];
    for (int y = 0; y < EDGE; y++) {
      for (int k = 0; k < EDGE; k++) {
        double sum = 0;
        for (int x = 0; x < EDGE; x++) {
          sum += BASIS[k * EDGE + x] * samples[y * EDGE + x];
        }
        rows[y * EDGE + k] = sum;
      }
    }
    for (int l = 0; l < EDGE; l++) {
      for (int k = 0; k < EDGE; k++) {
        double sum = 0;
        for (int y = 0; y < EDGE; y++) {
          sum += BASIS[l * EDGE + y] * rows[y * EDGE + k];
        }
        coefficients[l * EDGE + k] = sum;
      }
    }
  }

  /** Samples of coefficients, both row by row. */
  static void inverse(double[] coefficients, double[] samples) {
    double[] rows = new double[JpegPlane.SIZE];
    for (int l = 0; l < EDGE; l++) {
      for (int x = 0; x < EDGE; x++) {
        double sum = 0;
        for (int k = 0; k < EDGE; k++) {
          sum += BASIS[k * EDGE + x] * coefficients[l * EDGE + k];
        }
        rows[l * EDGE + x] = sum;
      }
    }
    for (int y = 0; y < EDGE; y++) {
      for (int x = 0; x < EDGE; x++) {
        double sum = 0;
        for (int l = 0; l < EDGE; l++) {
          sum += BASIS[l * EDGE + y] * rows[l * EDGE + x];
        }
        samples[y * EDGE + x] = sum;
      }
    }
  }
}
