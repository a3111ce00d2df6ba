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
    if (target == Trajectory.END) {
      return new SamplerState(done, original, null);
    }
    double lambda = schedule.lambda(timestep);
    double step = schedule.lambda(target) - lambda;
    float[] direction = original;
    float[] previous = state.previousOriginalSample();
    if (order == 2 && previous != null) {
      double previousStep = lambda - schedule.lambda(trajectory.timestep(state.step() - 1));
      double extrapolation = step / (2 * previousStep);
      direction = Mixture.into(previous, 1 + extrapolation, original, -extrapolation, previous);
    }
    double signal = schedule.alphaCumprod(timestep);
    double targetSignal = schedule.alphaCumprod(target);
    float[] next =
        Mixture.into(
            state.sample(),
            Math.sqrt((1 - targetSignal) / (1 - signal)),
            state.sample(),
            -Math.sqrt(targetSignal) * Math.expm1(-step),
            direction);
    return new SamplerState(done, next, order == 2 ? original : null);
  }
}
