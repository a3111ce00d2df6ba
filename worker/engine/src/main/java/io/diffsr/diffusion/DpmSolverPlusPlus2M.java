package io.diffsr.diffusion;

/**
 * DPM-Solver++(2M) in its midpoint form (Lu et al., arXiv:2211.01095, algorithm 2). The first step
 * and the last are of first order; the last ends in x̂₀ itself. Immutable.
 */
public final class DpmSolverPlusPlus2M implements ReverseDiffusion {
  private final NoiseSchedule schedule;
  private final Trajectory trajectory;
  private final int order;

  public DpmSolverPlusPlus2M(NoiseSchedule schedule, Trajectory trajectory) {
    this(schedule, trajectory, 2);
  }

  /**
   * @param order 2, or 1 for the first-order solver
   * @throws IllegalArgumentException for any other order
   */
  DpmSolverPlusPlus2M(NoiseSchedule schedule, Trajectory trajectory, int order) {
    if (order != 1 && order != 2) {
      throw new IllegalArgumentException("there is no solver of order " + order);
    }
    this.schedule = schedule.withFiniteLambda();
    this.trajectory = trajectory;
    this.order = order;
  }

  @Override
  public int[] timesteps() {
    return trajectory.timesteps();
  }

  @Override
  public SamplerState step(SamplerState state, Prediction prediction, NoiseSource noise) {
    int timestep = trajectory.timestep(state.step());
    int target = trajectory.target(state.step());
    float[] original = prediction.originalSample();
    int done = state.step() + 1;
    SolverMemory previous = state.previousOriginalSample();
    if (target == Trajectory.END) {
      state.close();
      return new SamplerState(done, original, null);
    }
    double lambda = schedule.lambda(timestep);
    double step = schedule.lambda(target) - lambda;
    double signal = schedule.alphaCumprod(timestep);
    double targetSignal = schedule.alphaCumprod(target);
    double kept = Math.sqrt((1 - targetSignal) / (1 - signal));
    double taken = -Math.sqrt(targetSignal) * Math.expm1(-step);
    float[] sample = state.sample();
    if (order == 1 || previous == null) {
      float[] next = Mixture.into(sample, kept, sample, taken, original);
      return new SamplerState(done, next, order == 1 ? null : SolverMemory.of(original));
    }
    double previousStep = lambda - schedule.lambda(trajectory.timestep(state.step() - 1));
    extrapolate(sample, kept, original, taken, previous, step / (2 * previousStep));
    return new SamplerState(done, sample, previous.replace(original));
  }

  /** sample ← a · sample + b · ((1 + e) · original − e · previous). */
  private static void extrapolate(
      float[] sample, double a, float[] original, double b, SolverMemory previous, double e) {
    if (sample.length != original.length || sample.length != previous.length()) {
      throw new IllegalArgumentException(
          "canvases of %d, %d and %d values do not go together"
              .formatted(sample.length, original.length, previous.length()));
    }
    Elementwise.run(
        sample.length,
        (from, to) -> {
          float[] before = new float[to - from];
          previous.read(from, before, before.length);
          for (int i = from; i < to; i++) {
            float direction = (float) ((1 + e) * original[i] + -e * before[i - from]);
            sample[i] = (float) (a * sample[i] + b * direction);
          }
        });
  }
}
