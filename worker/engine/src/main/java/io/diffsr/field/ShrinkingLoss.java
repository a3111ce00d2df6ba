package io.diffsr.field;

import io.diffsr.resample.Degradation;

/** What a picture loses when it is shrunk by A and enlarged again. */
public final class ShrinkingLoss {
  private static final int CHANNELS = 3;

  private ShrinkingLoss() {}

  /**
   * ‖x − x̂‖²/N of a picture x.
   *
   * @param rgb x, 3 × H × W in [-1, 1]
   * @param size A
   * @param enlargement makes x̂ of A x
   */
  public static double of(float[] rgb, Degradation size, Enlargement enlargement) {
    float[] difference = residual(rgb, size, enlargement);
    double sum = 0;
    for (float each : difference) {
      sum += (double) each * each;
    }
    return sum / rgb.length;
  }

  /** x − x̂; the arguments as above. */
  public static float[] residual(float[] rgb, Degradation size, Enlargement enlargement) {
    float[] difference = enlargement.enlarge(size.degrade(rgb, CHANNELS), size);
    for (int i = 0; i < rgb.length; i++) {
      difference[i] = rgb[i] - difference[i];
    }
    return difference;
  }
}
