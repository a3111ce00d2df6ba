package io.diffsr.diffusion;

/**
 * How many network calls a reverse diffusion takes where nobody names a number: the error of
 * DPM-Solver++(2M) depends on the step in λ (Lu et al., arXiv:2211.01095, theorem 3.2), so that a
 * start of little noise needs few. The last call is at the last timestep whose noise an 8-bit
 * result does not show.
 */
final class AutomaticSteps {
  /** On Kodak24 half as much gains 2 % of the feature distance at 4×, and costs two calls more. */
  private static final double LAMBDA_PER_STEP = 0.7;

  /** DDIM and DDPM are of first order. */
  private static final int LEAST_OF_FIRST_ORDER = 10;

  private AutomaticSteps() {}

  /** For DPM-Solver++(2M). */
  static Trajectory evenInLambda(NoiseSchedule schedule, int start) {
    int end = end(schedule, start);
    return Trajectory.evenInLambda(schedule, start, end, calls(schedule, start, end));
  }

  /** For DDIM and DDPM. */
  static Trajectory even(NoiseSchedule schedule, int start) {
    int calls = calls(schedule, start, end(schedule, start));
    return Trajectory.even(schedule, start, Math.max(calls, LEAST_OF_FIRST_ORDER));
  }

  private static int end(NoiseSchedule schedule, int start) {
    return Math.min(VisibleNoise.lastWithout(schedule), start);
  }

  private static int calls(NoiseSchedule schedule, int start, int end) {
    NoiseSchedule finite = schedule.withFiniteLambda();
    return (int) Math.round((finite.lambda(end) - finite.lambda(start)) / LAMBDA_PER_STEP) + 1;
  }
}
