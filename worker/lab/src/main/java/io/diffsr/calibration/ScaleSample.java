package io.diffsr.calibration;

import io.diffsr.field.ShrinkingLoss;
import io.diffsr.picture.Picture;
import io.diffsr.resample.Degradation;

/**
 * Statistics of one sharp picture at one scale.
 *
 * @param squaredError Δ² = ‖x − x̂‖²/N, x̂ its bicubic enlargement after shrinking
 * @param squaredErrorOfInput the same of the shrunk picture; NaN where it is too small to be shrunk
 *     again
 * @param power at the Nyquist frequency 1/(2s) of the shrunk picture
 */
record ScaleSample(double squaredError, double squaredErrorOfInput, double power) {
  private static final int CHANNELS = 3;

  /** As in the estimate for jobs: smaller edges are too small to measure. */
  private static final int SMALLEST_EDGE = 8;

  /** Mean squared error of rounding to 8 bits: a flatter picture has nothing to measure. */
  private static final double ROUNDING_ERROR = Math.pow(2.0 / 255, 2) / 12;

  static ScaleSample of(Picture picture, PowerSpectrum spectrum, double scale) {
    int height = picture.height();
    int width = picture.width();
    int smallHeight = shrunk(height, scale);
    int smallWidth = shrunk(width, scale);
    float[] rgb = picture.rgb();
    int tinyHeight = shrunk(smallHeight, scale);
    int tinyWidth = shrunk(smallWidth, scale);
    double ofInput = Double.NaN;
    if (Math.min(tinyHeight, tinyWidth) >= SMALLEST_EDGE) {
      float[] small = Degradation.of(height, width, smallHeight, smallWidth).degrade(rgb, CHANNELS);
      ofInput = ShrinkingLoss.of(small, smallHeight, smallWidth, tinyHeight, tinyWidth);
    }
    return new ScaleSample(
        ShrinkingLoss.of(rgb, height, width, smallHeight, smallWidth),
        ofInput,
        spectrum.at(1 / (2 * scale)));
  }

  private static int shrunk(int side, double scale) {
    return (int) Math.max(1, Math.round(side / scale));
  }

  /** True where the picture loses more than rounding would take. */
  boolean telling() {
    return squaredError > ROUNDING_ERROR;
  }

  /** By how many dB the error of the input exceeds that of the picture; NaN where unknown. */
  double biasDecibels() {
    return 10 * Math.log10(Math.max(squaredErrorOfInput, ROUNDING_ERROR) / squaredError);
  }

  double powerRatio() {
    return power / squaredError;
  }
}
