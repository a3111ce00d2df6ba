package io.diffsr.diffusion;

import java.util.Arrays;

/** The timesteps of a reverse diffusion and where each step leads. Immutable. */
public final class Trajectory {
  /** Stands for the clean end, one before timestep 0. */
  static final int END = -1;

  private final int[] timesteps;
  private final int[] targets;

  private Trajectory(int[] timesteps, int[] targets) {
    this.timesteps = timesteps;
    this.targets = targets;
  }

  /** Through the given timesteps, strictly descending and not below 0, to the clean end. */
  public static Trajectory through(int... timesteps) {
    int[] own = timesteps.clone();
    int[] targets = new int[own.length];
    for (int i = 0; i < own.length; i++) {
      targets[i] = i + 1 < own.length ? own[i + 1] : END;
      if (own[i] <= targets[i]) {
        throw new IllegalArgumentException(
            "timesteps must fall strictly and end at 0 or above: " + Arrays.toString(own));
      }
    }
    return new Trajectory(own, targets);
  }

  /**
   * Every step leads one stride down, or to the clean end; it need not lead to the next timestep.
   * This is what DDIM does in diffusers.
   */
  public static Trajectory withStride(int stride, int... timesteps) {
    int[] targets = Arrays.stream(timesteps).map(t -> Math.max(t - stride, END)).toArray();
    return new Trajectory(through(timesteps).timesteps, targets);
  }

  /** Evenly in t from the start down to 0, both included; a single step goes from the start. */
  static Trajectory even(NoiseSchedule schedule, int start, int steps) {
    int calls = calls(schedule, start, steps);
    int[] timesteps = new int[calls];
    for (int i = 0; i < calls; i++) {
      timesteps[i] =
          calls == 1 ? start : (int) Math.round((double) start * (calls - 1 - i) / (calls - 1));
    }
    return through(timesteps);
  }

  /**
   * Evenly in λ from the start down to the end, both included: the nearest timesteps, moved apart
   * where two coincide. A single step goes from the start.
   *
   * @param end in 0..start
   */
  static Trajectory evenInLambda(NoiseSchedule schedule, int start, int end, int steps) {
    int calls = Math.min(calls(schedule, start, steps), start - end + 1);
    NoiseSchedule finite = schedule.withFiniteLambda();
    double from = finite.lambda(start);
    int[] timesteps = new int[calls];
    timesteps[0] = start;
    for (int i = 1; i < calls; i++) {
      double lambda = from + (finite.lambda(end) - from) * i / (calls - 1);
      int notAbove = timesteps[i - 1] - 1;
      int notBelow = end + calls - 1 - i;
      timesteps[i] = Math.max(Math.min(nearest(finite, lambda), notAbove), notBelow);
    }
    return through(timesteps);
  }

  private static int nearest(NoiseSchedule schedule, double lambda) {
    int last = schedule.timesteps() - 1;
    int below = schedule.firstTimestepAtOrBelow(Math.exp(2 * lambda)).orElse(last);
    int above = Math.max(below - 1, 0);
    return schedule.lambda(above) - lambda < lambda - schedule.lambda(below) ? above : below;
  }

  private static int calls(NoiseSchedule schedule, int start, int steps) {
    if (start < 0 || start >= schedule.timesteps()) {
      throw new IllegalArgumentException(
          "start timestep %d is not in 0..%d".formatted(start, schedule.timesteps() - 1));
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps is %d; at least 1 is needed".formatted(steps));
    }
    return Math.min(steps, start + 1);
  }

  int length() {
    return timesteps.length;
  }

  int[] timesteps() {
    return timesteps.clone();
  }

  /** The timestep that a step starts from; step in 0..length-1. */
  int timestep(int step) {
    if (step >= timesteps.length) {
      throw new IllegalArgumentException(
          "all %d steps of this reverse diffusion are done".formatted(timesteps.length));
    }
    return timesteps[step];
  }

  /** The timestep that a step leads to, or {@link #END}. */
  int target(int step) {
    return targets[step];
  }
}
