package io.diffsr.diffusion;

/** DDIM(η) (Song et al., arXiv:2010.02502, eq. 12 and 16). Immutable. */
public final class Ddim implements ReverseDiffusion {
  private final NoiseSchedule schedule;
  private final Trajectory trajectory;
  private final double eta;
  private final boolean useClippedModelOutput;

  /**
   * @param eta share of DDPM's noise that is added: 0 for none, 1 for all
   * @param useClippedModelOutput whether ε is computed from x̂₀ even where the network predicts it
   */
  public Ddim(
      NoiseSchedule schedule, Trajectory trajectory, double eta, boolean useClippedModelOutput) {
    if (!(eta >= 0 && eta <= 1)) {
      throw new IllegalArgumentException("eta is %s; it must be in 0..1".formatted(eta));
    }
    this.schedule = schedule;
    this.trajectory = trajectory;
    this.eta = eta;
    this.useClippedModelOutput = useClippedModelOutput;
  }

  @Override
  public int[] timesteps() {
    return trajectory.timesteps();
  }

  @Override
  public SamplerState step(SamplerState state, Prediction prediction, NoiseSource noise) {
    double signal = schedule.alphaCumprod(trajectory.timestep(state.step()));
    int target = trajectory.target(state.step());
    double targetSignal =
        target == Trajectory.END ? schedule.finalAlphaCumprod() : schedule.alphaCumprod(target);
    double posterior = (1 - targetSignal) / (1 - signal) * (1 - signal / targetSignal);
    double variance = eta * eta * Math.max(posterior, 0);
    float[] predictedNoise = useClippedModelOutput ? null : prediction.noise();
    if (predictedNoise == null) {
      predictedNoise =
          Mixture.into(
              state.sample(),
              1 / Math.sqrt(1 - signal),
              state.sample(),
              -Math.sqrt(signal / (1 - signal)),
              prediction.originalSample());
    }
    float[] next =
        Mixture.into(
            state.sample(),
            Math.sqrt(targetSignal),
            prediction.originalSample(),
            Math.sqrt(Math.max(1 - targetSignal - variance, 0)),
            predictedNoise);
    int done = state.step() + 1;
    if (variance > 0) {
      float[] fresh = new float[next.length];
      noise.fill(done, fresh);
      next = Mixture.into(next, 1, next, Math.sqrt(variance), fresh);
    }
    return new SamplerState(done, next, null);
  }
}
