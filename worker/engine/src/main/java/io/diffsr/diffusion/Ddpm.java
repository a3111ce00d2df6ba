package io.diffsr.diffusion;

/** Ancestral sampling (Ho et al., arXiv:2006.11239, eq. 6 and 7). Immutable. */
public final class Ddpm implements ReverseDiffusion {
  private final NoiseSchedule schedule;
  private final Trajectory trajectory;
  private final VarianceType varianceType;

  public Ddpm(NoiseSchedule schedule, Trajectory trajectory, VarianceType varianceType) {
    this.schedule = schedule;
    this.trajectory = trajectory;
    this.varianceType = varianceType;
  }

  @Override
  public int[] timesteps() {
    return trajectory.timesteps();
  }

  @Override
  public boolean usesLearnedVariance() {
    return varianceType.learned();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also where the variance is learned and the prediction lacks it
   */
  @Override
  public SamplerState step(SamplerState state, Prediction prediction, NoiseSource noise) {
    int timestep = trajectory.timestep(state.step());
    AncestralStep step = AncestralStep.of(schedule, timestep, trajectory.target(state.step()));
    float[] next =
        Mixture.into(
            state.sample(),
            step.originalWeight(),
            prediction.originalSample(),
            step.sampleWeight(),
            state.sample());
    int done = state.step() + 1;
    if (timestep > 0) {
      float[] fresh = new float[next.length];
      noise.fill(done, fresh);
      add(fresh, step, prediction, next);
    }
    return new SamplerState(done, next, null);
  }

  private void add(float[] fresh, AncestralStep step, Prediction prediction, float[] target) {
    float[] logVariance = prediction.logVariance();
    if (varianceType.learned() && logVariance == null) {
      throw new IllegalArgumentException(
          "the variance is learned, but the network did not predict it");
    }
    double deviation =
        switch (varianceType) {
          case FIXED_SMALL, FIXED_SMALL_LOG -> Math.sqrt(step.posteriorVariance());
          case FIXED_LARGE, FIXED_LARGE_LOG -> Math.sqrt(step.beta());
          case LEARNED, LEARNED_RANGE -> 1;
        };
    for (int i = 0; i < target.length; i++) {
      double learned =
          varianceType.learned() && logVariance != null ? Math.exp(0.5 * logVariance[i]) : 1;
      target[i] = (float) (target[i] + deviation * learned * fresh[i]);
    }
  }
}
