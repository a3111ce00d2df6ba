package io.diffsr.diffusion;

import java.util.Arrays;

/** The timesteps that diffusers' schedulers choose for a number of steps, descending. */
public final class InferenceTimesteps {
  private InferenceTimesteps() {}

  /**
   * As DDIMScheduler and DDPMScheduler choose them.
   *
   * @param steps number of steps, in 1..T
   */
  public static int[] of(SchedulerConfig config, int steps) {
    int all = config.numTrainTimesteps();
    requireSteps(steps, all);
    return switch (config.timestepSpacing()) {
      case LEADING -> descending(multiples(all / steps, steps, config.stepsOffset()), 0);
      case LINSPACE -> descending(even(all, steps), 0);
      case TRAILING -> trailing(all, steps);
    };
  }

  /**
   * As DPMSolverMultistepScheduler chooses them: one more than needed, the lowest left out.
   *
   * @param steps number of steps, in 1..T-1
   */
  public static int[] multistep(SchedulerConfig config, int steps) {
    int all = config.numTrainTimesteps();
    requireSteps(steps, all - 1);
    return switch (config.timestepSpacing()) {
      case LEADING -> descending(multiples(all / (steps + 1), steps + 1, config.stepsOffset()), 1);
      case LINSPACE -> descending(even(all, steps + 1), 1);
      case TRAILING -> trailing(all, steps);
    };
  }

  /**
   * The timesteps that a picture-to-picture run of the given strength keeps: the last ⌊n·strength⌋.
   *
   * @param strength in [0, 1]
   */
  public static int[] tail(int[] timesteps, int steps, double strength) {
    int kept = Math.min((int) (steps * strength), steps);
    int from = Math.max(timesteps.length - kept, 0);
    return Arrays.copyOfRange(timesteps, from, timesteps.length);
  }

  private static int[] multiples(int stride, int count, int offset) {
    int[] ascending = new int[count];
    for (int i = 0; i < count; i++) {
      ascending[i] = i * stride + offset;
    }
    return ascending;
  }

  private static int[] even(int all, int count) {
    int[] ascending = new int[count];
    double stride = count == 1 ? 0 : (all - 1) / (double) (count - 1);
    for (int i = 0; i < count; i++) {
      ascending[i] = (int) Math.rint(i * stride);
    }
    return ascending;
  }

  private static int[] trailing(int all, int steps) {
    double stride = (double) all / steps;
    int[] timesteps = new int[steps];
    for (int i = 0; i < steps; i++) {
      timesteps[i] = (int) Math.rint(all - i * stride) - 1;
    }
    return timesteps;
  }

  private static int[] descending(int[] ascending, int leftOut) {
    int[] timesteps = new int[ascending.length - leftOut];
    for (int i = 0; i < timesteps.length; i++) {
      timesteps[i] = ascending[ascending.length - 1 - i];
    }
    return timesteps;
  }

  private static void requireSteps(int steps, int most) {
    if (steps < 1 || steps > most) {
      throw new IllegalArgumentException("%d steps are not in 1..%d".formatted(steps, most));
    }
  }
}
