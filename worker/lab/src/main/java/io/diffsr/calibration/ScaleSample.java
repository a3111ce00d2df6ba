package io.diffsr.calibration;

import io.diffsr.field.Enlargement;
import io.diffsr.field.ShrinkingLoss;
import io.diffsr.picture.Picture;
import io.diffsr.resample.Degradation;

/**
 * Statistics of one sharp picture at one scale.
 *
 * @param squaredError Δ² = ‖x − x̂‖²/N, x̂ what the start makes of it after shrinking
 * @param squaredErrorOfInput the same of the shrunk picture; NaN where it is too small to be shrunk
 *     again
 * @param power of x − x̂ where it is greatest, from the Nyquist frequency 1/(2s) of the shrunk
 *     picture on
 */
record ScaleSample(double squaredError, double squaredErrorOfInput, double power) {
  private static final int CHANNELS = 3;

  /** As in the estimate for jobs: smaller edges are too small to measure. */
  private static final int SMALLEST_EDGE = 8;

  /** Mean squared error of rounding to 8 bits: a flatter picture has nothing to measure. */
  private static final double ROUNDING_ERROR = Math.pow(2.0 / 255, 2) / 12;

  static ScaleSample of(Picture picture, double scale, Enlargement enlargement) {
    int height = picture.height();
    int width = picture.width();
    float[] rgb = picture.rgb();
    Degradation size = Degradation.of(height, width, shrunk(height, scale), shrunk(width, scale));
    Degradation again =
        Degradation.of(
            size.lowHeight(),
            size.lowWidth(),
            shrunk(size.lowHeight(), scale),
            shrunk(size.lowWidth(), scale));
    double ofInput = Double.NaN;
    if (Math.min(again.lowHeight(), again.lowWidth()) >= SMALLEST_EDGE) {
      ofInput = ShrinkingLoss.of(size.degrade(rgb, CHANNELS), again, enlargement);
    }
    float[] residual = ShrinkingLoss.residual(rgb, size, enlargement);
    double sum = 0;
    for (float each : residual) {
      sum += (double) each * each;
    }
    return new ScaleSample(
        sum / residual.length,
        ofInput,
        PowerSpectrum.of(Picture.of(width, height, CHANNELS, residual)).from(1 / (2 * scale)));
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
