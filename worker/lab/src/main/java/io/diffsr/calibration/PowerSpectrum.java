package io.diffsr.calibration;

import io.diffsr.picture.Picture;

/**
 * How strongly each frequency is present in a picture: squared coefficients of the orthonormal
 * DCT-II of samples in [-1, 1], averaged over red, green and blue. White noise of variance 1 has
 * power 1 everywhere.
 */
final class PowerSpectrum {
  private static final int CHANNELS = 3;

  /** Half the width of a ring, as a share of its frequency. */
  private static final double RING = 0.08;

  /** From the middle of one ring to that of the next. */
  private static final double STEP = 1 + 2 * RING;

  private static final double HIGHEST = 0.5;

  private final int height;
  private final int width;
  private final double[] power;

  private PowerSpectrum(int height, int width, double[] power) {
    this.height = height;
    this.width = width;
    this.power = power;
  }

  static PowerSpectrum of(Picture picture) {
    int height = picture.height();
    int width = picture.width();
    double[][] vertical = basis(height);
    double[][] horizontal = basis(width);
    float[] rgb = picture.rgb();
    double[] power = new double[height * width];
    double[] rows = new double[height * width];
    for (int channel = 0; channel < CHANNELS; channel++) {
      int offset = channel * height * width;
      for (int y = 0; y < height; y++) {
        for (int k = 0; k < width; k++) {
          double sum = 0;
          for (int x = 0; x < width; x++) {
            sum += horizontal[k][x] * rgb[offset + y * width + x];
          }
          rows[y * width + k] = sum;
        }
      }
      for (int k = 0; k < height; k++) {
        double[] line = new double[width];
        for (int y = 0; y < height; y++) {
          double weight = vertical[k][y];
          for (int x = 0; x < width; x++) {
            line[x] += weight * rows[y * width + x];
          }
        }
        for (int x = 0; x < width; x++) {
          power[k * width + x] += line[x] * line[x] / CHANNELS;
        }
      }
    }
    return new PowerSpectrum(height, width, power);
  }

  private static double[][] basis(int size) {
    double[][] basis = new double[size][size];
    for (int k = 0; k < size; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / size);
      for (int x = 0; x < size; x++) {
        basis[k][x] = scale * Math.cos(Math.PI * (x + 0.5) * k / size);
      }
    }
    return basis;
  }

  /**
   * The greatest mean power over a ring from a frequency on.
   *
   * @param frequency f in cycles per pixel, in (0, ½]
   */
  double from(double frequency) {
    double greatest = at(frequency);
    for (double ring = frequency * STEP; ring <= HIGHEST; ring *= STEP) {
      greatest = Math.max(greatest, at(ring));
    }
    return greatest;
  }

  /**
   * Mean power over the ring max(k_y/2H, k_x/2W) = f ± 8 %.
   *
   * @param frequency f in cycles per pixel, in (0, ½]
   */
  double at(double frequency) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double ring = Math.max(y / (2.0 * height), x / (2.0 * width));
        if (Math.abs(ring - frequency) <= RING * frequency) {
          sum += power[y * width + x];
          count++;
        }
      }
    }
    if (count == 0) {
      throw new IllegalArgumentException(
          "%d × %d is too small to have a frequency of %.4f".formatted(width, height, frequency));
    }
    return sum / count;
  }
}
