package io.diffsr.diffusion;

import io.diffsr.request.Sampler;

/** Chooses timesteps and sampler for a job. */
public final class ReverseDiffusions {
  private ReverseDiffusions() {}

  /**
   * The reverse diffusion from a start timestep to the clean picture, in {@code steps} network
   * calls or, where there are not as many timesteps, in {@code startTimestep + 1}.
   *
   * <p>DPM-Solver++(2M) goes evenly in λ, see {@link Trajectory#evenInLambda}; DDIM and DDPM evenly
   * in t down to t = 0, see {@link Trajectory#even}. Ancestral sampling in a single call is DDIM,
   * for its only step is the last one, which adds no noise.
   *
   * @param startTimestep t* in 0..T-1
   * @param steps at least 1
   * @param eta share of DDPM's noise that DDIM adds, in [0, 1]; other samplers pass over it
   */
  public static ReverseDiffusion of(
      Sampler sampler,
      NoiseSchedule schedule,
      SchedulerConfig config,
      int startTimestep,
      int steps,
      double eta) {
    return switch (sampler) {
      case DPMPP_2M ->
          new DpmSolverPlusPlus2M(
              schedule, Trajectory.evenInLambda(schedule, startTimestep, steps));
      case DDIM -> new Ddim(schedule, Trajectory.even(schedule, startTimestep, steps), eta, false);
      case DDPM -> {
        Trajectory trajectory = Trajectory.even(schedule, startTimestep, steps);
        yield trajectory.length() == 1
            ? new Ddim(schedule, trajectory, 0, false)
            : new Ddpm(schedule, trajectory, config.varianceType());
      }
    };
  }
}
