package io.diffsr.diffusion;

import java.util.stream.IntStream;

/** Whether the noise of a timestep can be seen in a picture of 8 bits. */
public final class VisibleNoise {
  /**
   * Standard deviation √(1−ᾱ), pixels in [-1, 1]: about 1.3 levels of 255. A network call at less
   * changes nothing that 8 bits show; the usual schedules begin with 0.01.
   */
  private static final double LEAST = 0.0101;

  private VisibleNoise() {}

  /** True where the noise at a timestep cannot be seen. */
  public static boolean none(NoiseSchedule schedule, int timestep) {
    return Math.sqrt(1 - schedule.alphaCumprod(timestep)) <= LEAST;
  }

  /** The last timestep at which it cannot be seen; 0 where it always can. */
  static int lastWithout(NoiseSchedule schedule) {
    return (int)
        Math.max(
            IntStream.range(0, schedule.timesteps()).takeWhile(t -> none(schedule, t)).count() - 1,
            0);
  }
}
