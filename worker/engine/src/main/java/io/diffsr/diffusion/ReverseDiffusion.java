package io.diffsr.diffusion;

import io.diffsr.request.Sampler;
import org.jspecify.annotations.Nullable;

/** The way from a noised picture to a clean one. A step depends on its arguments only. */
public sealed interface ReverseDiffusion permits Ddim, Ddpm, DpmSolverPlusPlus2M {
  /**
   * The reverse diffusion from a start timestep to the clean picture, in {@code steps} network
   * calls or, where there are not as many timesteps, in {@code startTimestep + 1}; where no number
   * is given, in as many as the start asks for ({@link AutomaticSteps}).
   *
   * <p>DPM-Solver++(2M) goes evenly in λ, see {@link Trajectory#evenInLambda}; DDIM and DDPM evenly
   * in t down to t = 0, see {@link Trajectory#even}. Ancestral sampling in a single call is DDIM,
   * for its only step is the last one, which adds no noise.
   *
   * @param startTimestep t* in 0..T-1
   * @param steps at least 1, or null
   * @param eta share of DDPM's noise that DDIM adds, in [0, 1]; other samplers pass over it
   */
  static ReverseDiffusion of(
      Sampler sampler,
      NoiseSchedule schedule,
      SchedulerConfig config,
      int startTimestep,
      @Nullable Integer steps,
      double eta) {
    return switch (sampler) {
      case DPMPP_2M ->
          new DpmSolverPlusPlus2M(
              schedule,
              steps == null
                  ? AutomaticSteps.evenInLambda(schedule, startTimestep)
                  : Trajectory.evenInLambda(schedule, startTimestep, 0, steps));
      case DDIM -> new Ddim(schedule, even(schedule, startTimestep, steps), eta, false);
      case DDPM -> {
        Trajectory trajectory = even(schedule, startTimestep, steps);
        yield trajectory.length() == 1
            ? new Ddim(schedule, trajectory, 0, false)
            : new Ddpm(schedule, trajectory, config.varianceType());
      }
    };
  }

  private static Trajectory even(NoiseSchedule schedule, int start, @Nullable Integer steps) {
    return steps == null
        ? AutomaticSteps.even(schedule, start)
        : Trajectory.even(schedule, start, steps);
  }

  /** Timesteps of the network calls in order, strictly descending, each in 0..T-1. */
  int[] timesteps();

  /** Whether steps use a variance that a network has learned. */
  default boolean usesLearnedVariance() {
    return false;
  }

  /** The state before the first step; {@code sample} is x_t at the first timestep. */
  default SamplerState start(float[] sample) {
    return new SamplerState(0, sample, null);
  }

  /**
   * The state after one more step.
   *
   * @param state before the step; its arrays are written over
   * @param prediction for {@code state.sample()} at {@code timesteps()[state.step()]}
   * @param noise asked for draw {@code state.step() + 1} by steps that add noise
   * @throws IllegalArgumentException when all steps are done, or array lengths differ
   */
  SamplerState step(SamplerState state, Prediction prediction, NoiseSource noise);
}
