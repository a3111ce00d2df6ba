package io.diffsr.diffusion;

import java.util.OptionalInt;

/**
 * ᾱ, SNR and λ of every timestep 0..T-1, in double precision. Immutable. SNR falls strictly with
 * the timestep: SNR = ᾱ/(1−ᾱ), λ = ½ ln SNR.
 */
public final class NoiseSchedule {
  /** What diffusers' multistep solver puts in place of ᾱ = 0, where λ would be −∞. */
  private static final double SMALLEST_SIGNAL = 0x1p-24;

  private final double[] alphasCumprod;
  private final double finalAlphaCumprod;

  private NoiseSchedule(double[] alphasCumprod, double finalAlphaCumprod) {
    this.alphasCumprod = alphasCumprod;
    this.finalAlphaCumprod = finalAlphaCumprod;
  }

  /** The schedule that a model was trained on. */
  public static NoiseSchedule of(SchedulerConfig config) {
    double[] alphasCumprod = Betas.alphasCumprod(config);
    return new NoiseSchedule(alphasCumprod, config.setAlphaToOne() ? 1 : alphasCumprod[0]);
  }

  /** This schedule with the last ᾱ lifted to 2⁻²⁴ where it is 0, for solvers that work in λ. */
  public NoiseSchedule withFiniteLambda() {
    double[] lifted = alphasCumprod.clone();
    int last = lifted.length - 1;
    lifted[last] = lifted[last] == 0 ? SMALLEST_SIGNAL : lifted[last];
    return new NoiseSchedule(lifted, finalAlphaCumprod);
  }

  /** T. */
  public int timesteps() {
    return alphasCumprod.length;
  }

  /** ᾱ_t in [0, 1); t in 0..T-1. */
  public double alphaCumprod(int t) {
    return alphasCumprod[t];
  }

  /** ᾱ after the last step: 1, or ᾱ_0 where the configuration has set_alpha_to_one = false. */
  public double finalAlphaCumprod() {
    return finalAlphaCumprod;
  }

  /** ᾱ/(1−ᾱ), at least 0. */
  public double snr(int t) {
    return alphasCumprod[t] / (1 - alphasCumprod[t]);
  }

  /** ½ ln SNR; −∞ where the SNR is 0. */
  public double lambda(int t) {
    return 0.5 * Math.log(snr(t));
  }

  /** The first timestep whose SNR is not above the given one; empty where there is none. */
  public OptionalInt firstTimestepAtOrBelow(double snr) {
    int first = firstWhere(snr, true);
    return first < timesteps() ? OptionalInt.of(first) : OptionalInt.empty();
  }

  /** The last timestep whose SNR is not below the given one; empty where there is none. */
  public OptionalInt lastTimestepAtOrAbove(double snr) {
    int first = firstWhere(snr, false);
    return first > 0 ? OptionalInt.of(first - 1) : OptionalInt.empty();
  }

  /** The first timestep whose SNR is below a value, or equal to it where that is enough; else T. */
  private int firstWhere(double snr, boolean equalIsEnough) {
    int low = 0;
    int high = timesteps();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (snr(middle) < snr || (equalIsEnough && snr(middle) == snr)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
