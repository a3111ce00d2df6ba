package io.diffsr.model;

/**
 * What a network takes for black and for white.
 *
 * @param black finite
 * @param white finite, above {@code black}
 */
public record ValueRange(double black, double white) {
  /**
   * @throws IllegalArgumentException where the values are not as described above
   */
  public ValueRange {
    if (!(white > black) || !Double.isFinite(white - black)) {
      throw new IllegalArgumentException("a range from %s to %s".formatted(black, white));
    }
  }

  /** Samples of [-1, 1] in this range, in a new array. */
  public float[] ofSamples(float[] samples) {
    float[] values = new float[samples.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (black + (samples[i] + 1.0) / 2 * (white - black));
    }
    return values;
  }

  /** Turns values of this range into samples of [-1, 1], in place. */
  public void toSamples(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * (values[i] - black) / (white - black) - 1);
    }
  }
}
