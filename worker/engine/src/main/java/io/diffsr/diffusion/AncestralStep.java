package io.diffsr.diffusion;

/**
 * The posterior q(x_s | x_t, x₀) of the forward process for a step from t to an earlier s (Ho et
 * al., arXiv:2006.11239, eq. 7).
 *
 * @param beta variance the forward process adds from s to t
 * @param posteriorVariance β̃, at least 1e-20
 * @param originalWeight weight of x₀ in the posterior mean
 * @param sampleWeight weight of x_t in the posterior mean
 */
record AncestralStep(
    double beta, double posteriorVariance, double originalWeight, double sampleWeight) {
  private static final double SMALLEST_VARIANCE = 1e-20;

  /**
   * @param target the earlier timestep, or {@link Trajectory#END}
   */
  static AncestralStep of(NoiseSchedule schedule, int timestep, int target) {
    double signal = schedule.alphaCumprod(timestep);
    double targetSignal = target == Trajectory.END ? 1 : schedule.alphaCumprod(target);
    double alpha = signal / targetSignal;
    double beta = 1 - alpha;
    return new AncestralStep(
        beta,
        Math.max((1 - targetSignal) / (1 - signal) * beta, SMALLEST_VARIANCE),
        Math.sqrt(targetSignal) * beta / (1 - signal),
        Math.sqrt(alpha) * (1 - targetSignal) / (1 - signal));
  }
}
