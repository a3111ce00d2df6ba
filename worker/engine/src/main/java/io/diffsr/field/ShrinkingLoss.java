package io.diffsr.field;

import io.diffsr.resample.Degradation;
import io.diffsr.resample.Resampler;
import io.diffsr.resample.ResamplingKernel;

/** What a picture loses when it is shrunk by A and enlarged again by the bicubic filter. */
public final class ShrinkingLoss {
  private static final int CHANNELS = 3;

  private ShrinkingLoss() {}

  /**
   * ‖x − x̂‖²/N of a picture x.
   *
   * @param rgb x, 3 × height × width in [-1, 1]
   * @param smallHeight rows after shrinking
   * @param smallWidth columns after shrinking
   */
  public static double of(float[] rgb, int height, int width, int smallHeight, int smallWidth) {
    float[] small = Degradation.of(height, width, smallHeight, smallWidth).degrade(rgb, CHANNELS);
    float[] back =
        Resampler.of(ResamplingKernel.BICUBIC, smallHeight, smallWidth, height, width)
            .apply(small, CHANNELS);
    double sum = 0;
    for (int i = 0; i < rgb.length; i++) {
      double difference = (double) rgb[i] - back[i];
      sum += difference * difference;
    }
    return sum / rgb.length;
  }
}
