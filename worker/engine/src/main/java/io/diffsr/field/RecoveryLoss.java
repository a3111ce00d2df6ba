package io.diffsr.field;

import io.diffsr.diffusion.NoiseSchedule;
import java.util.function.IntToDoubleFunction;

/**
 * The losses that bound the Perceptual Recoverable Field (Diff-SR, section 4, its algebra
 * corrected). Timesteps are array indices; the paper's i is one more.
 */
public final class RecoveryLoss {
  private RecoveryLoss() {}

  /**
   * w_t = ½(SNR_{t−1}/SNR_t − 1) = β²/(2 β̃ α (1−ᾱ)), the weight of the network's error at a step.
   *
   * @param t in 1..T-1
   */
  public static double signatureWeight(NoiseSchedule schedule, int t) {
    return 0.5 * (schedule.snr(t - 1) / schedule.snr(t) - 1);
  }

  /**
   * Signature losses S(0)..S(T−1), S(t) = Σ_{i=1..t} w_i E_i: what the network adds to the picture
   * that was not there.
   *
   * @param error E, mean squared ε error of the network at a timestep
   */
  public static double[] signature(NoiseSchedule schedule, IntToDoubleFunction error) {
    double[] losses = new double[schedule.timesteps()];
    for (int t = 1; t < losses.length; t++) {
      losses[t] = losses[t - 1] + signatureWeight(schedule, t) * error.applyAsDouble(t);
    }
    return losses;
  }

  /**
   * Fidelity loss F(t) = ½ SNR_t ‖x − x̂‖²: the divergence of the noised enlargement from the
   * noised original.
   *
   * @param squaredError ‖x − x̂‖², as a sum or a mean
   */
  public static double fidelity(NoiseSchedule schedule, int t, double squaredError) {
    return 0.5 * schedule.snr(t) * squaredError;
  }

  /** KL(q(x_t|x) ‖ q(x_t|x̂)) in nats: two Gaussians of variance 1−ᾱ around √ᾱ x and √ᾱ x̂. */
  public static double divergence(
      NoiseSchedule schedule, int t, float[] original, float[] enlarged) {
    double sum = 0;
    for (int i = 0; i < original.length; i++) {
      double difference = (double) original[i] - enlarged[i];
      sum += difference * difference;
    }
    return fidelity(schedule, t, sum);
  }

  /** The SNR of least recovery loss S + ωF under a constant error E = 1: there ωF = ½. */
  public static double leastLossSnr(double omega, double squaredError) {
    return 1 / (omega * squaredError);
  }

  /**
   * The first timestep in {@code first..last} with the least recovery loss S + ωF.
   *
   * @param signature S per timestep
   */
  public static int leastLoss(
      NoiseSchedule schedule,
      double[] signature,
      double omega,
      double squaredError,
      int first,
      int last) {
    int best = first;
    double least = Double.POSITIVE_INFINITY;
    for (int t = first; t <= last; t++) {
      double loss = signature[t] + omega * fidelity(schedule, t, squaredError);
      if (loss < least) {
        least = loss;
        best = t;
      }
    }
    return best;
  }
}
