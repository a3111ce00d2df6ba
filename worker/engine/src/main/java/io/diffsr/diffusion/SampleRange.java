package io.diffsr.diffusion;

import java.util.Arrays;

/** Keeps x̂₀ in the range of pixels. */
sealed interface SampleRange {
  /** Changes the values of one whole picture in place. */
  void apply(float[] originalSample);

  /** What a configuration asks for; thresholding takes precedence over clipping. */
  static SampleRange of(SchedulerConfig config) {
    if (config.thresholding()) {
      return new DynamicThreshold(config.dynamicThresholdingRatio(), config.sampleMaxValue());
    }
    return config.clipSample() ? new Clip(config.clipSampleRange()) : new Unlimited();
  }

  /** Leaves all values as they are. */
  record Unlimited() implements SampleRange {
    @Override
    public void apply(float[] originalSample) {}
  }

  /**
   * Clips to ±limit.
   *
   * @param limit above 0
   */
  record Clip(double limit) implements SampleRange {
    @Override
    public void apply(float[] originalSample) {
      float bound = (float) limit;
      Elementwise.run(
          originalSample.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              originalSample[i] = Math.min(Math.max(originalSample[i], -bound), bound);
            }
          });
    }
  }

  /**
   * Clips to a quantile of the magnitudes and divides by it, the quantile kept between 1 and a
   * maximum (Saharia et al., arXiv:2205.11487, section 2.3).
   *
   * @param ratio of the quantile, in [0, 1]
   * @param maximum of the quantile; it wins over the minimum of 1
   */
  record DynamicThreshold(double ratio, double maximum) implements SampleRange {
    @Override
    public void apply(float[] originalSample) {
      if (originalSample.length == 0) {
        return;
      }
      double threshold = Math.min(Math.max(quantile(originalSample), 1), maximum);
      for (int i = 0; i < originalSample.length; i++) {
        double value = Math.min(Math.max(originalSample[i], -threshold), threshold);
        originalSample[i] = (float) (value / threshold);
      }
    }

    private double quantile(float[] values) {
      float[] magnitudes = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        magnitudes[i] = Math.abs(values[i]);
      }
      Arrays.sort(magnitudes);
      double position = ratio * (magnitudes.length - 1);
      int below = (int) position;
      int above = Math.min(below + 1, magnitudes.length - 1);
      return magnitudes[below] + (position - below) * (magnitudes[above] - magnitudes[below]);
    }
  }
}
