package io.diffsr.diffusion;

/**
 * Reads what a network's output means: x̂₀, ε and log variance. All arrays are of equal length;
 * that of the output holds its first three channels, that of the variance its last three.
 * Immutable.
 */
public final class PredictionReader {
  private final NoiseSchedule schedule;
  private final SchedulerConfig config;
  private final NoiseSchedule finite;
  private final SampleRange range;

  public PredictionReader(NoiseSchedule schedule, SchedulerConfig config) {
    this.schedule = schedule;
    this.config = config;
    this.finite = schedule.withFiniteLambda();
    this.range = SampleRange.of(config);
  }

  /** x̂₀ as the network predicts it, neither clipped nor thresholded, in a new array. */
  public float[] originalSample(float[] sample, float[] output, int timestep) {
    double signal = schedule.alphaCumprod(timestep);
    return switch (config.predictionType()) {
      case EPSILON -> {
        double some = finite.alphaCumprod(timestep);
        yield Mixture.of(1 / Math.sqrt(some), sample, -Math.sqrt((1 - some) / some), output);
      }
      case SAMPLE -> output.clone();
      case V_PREDICTION -> Mixture.of(Math.sqrt(signal), sample, -Math.sqrt(1 - signal), output);
    };
  }

  /** x̂₀ within the range that the configuration asks for, in a new array. */
  public float[] rangedOriginalSample(float[] sample, float[] output, int timestep) {
    float[] original = originalSample(sample, output, timestep);
    limit(original);
    return original;
  }

  /**
   * Brings x̂₀ into the range that the configuration asks for, in place. Thresholding uses all
   * values of one picture, so that this belongs to the whole canvas rather than to a tile.
   */
  public void limit(float[] originalSample) {
    range.apply(originalSample);
  }

  /** ε as the network predicts it, in a new array. */
  public float[] noise(float[] sample, float[] output, int timestep) {
    double signal = schedule.alphaCumprod(timestep);
    return switch (config.predictionType()) {
      case EPSILON -> output.clone();
      case SAMPLE ->
          Mixture.of(1 / Math.sqrt(1 - signal), sample, -Math.sqrt(signal / (1 - signal)), output);
      case V_PREDICTION -> Mixture.of(Math.sqrt(1 - signal), sample, Math.sqrt(signal), output);
    };
  }

  /** x̂₀ in its range, and ε as the network predicts it: what diffusers takes to its next step. */
  public Prediction read(float[] sample, float[] output, int timestep) {
    return new Prediction(
        rangedOriginalSample(sample, output, timestep), noise(sample, output, timestep), null);
  }

  /**
   * log σ² of the step from one timestep to the next (Nichol and Dhariwal, arXiv:2102.09672, eq.
   * 15), in a new array.
   *
   * @param variance the network's last three channels
   * @param target the timestep the step leads to, -1 for the clean end
   * @throws IllegalStateException where the configuration's variance type is not a learned one
   */
  public float[] logVariance(float[] variance, int timestep, int target) {
    AncestralStep step = AncestralStep.of(schedule, timestep, target);
    double smallest = Math.log(step.posteriorVariance());
    double largest = Math.log(step.beta());
    float[] logarithm = new float[variance.length];
    for (int i = 0; i < logarithm.length; i++) {
      logarithm[i] =
          switch (config.varianceType()) {
            case LEARNED -> (float) Math.log(variance[i]);
            case LEARNED_RANGE -> (float) (smallest + (variance[i] + 1) / 2 * (largest - smallest));
            case FIXED_SMALL, FIXED_SMALL_LOG, FIXED_LARGE, FIXED_LARGE_LOG ->
                throw new IllegalStateException(
                    "variance_type is " + config.varianceType().wireName());
          };
    }
    return logarithm;
  }
}
