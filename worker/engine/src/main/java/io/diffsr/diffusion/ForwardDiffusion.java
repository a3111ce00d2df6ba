package io.diffsr.diffusion;

/** The forward process: a clean picture and noise, mixed as of a timestep. */
public final class ForwardDiffusion {
  private ForwardDiffusion() {}

  /**
   * x_t = √ᾱ x₀ + √(1−ᾱ) z (Ho et al., arXiv:2006.11239, eq. 4).
   *
   * @param t timestep in 0..T-1
   * @param original x₀
   * @param noise z, standard normal, as long as {@code original}; written over
   * @return x_t, in the array of the noise
   */
  public static float[] addNoise(NoiseSchedule schedule, int t, float[] original, float[] noise) {
    double alphaCumprod = schedule.alphaCumprod(t);
    return Mixture.into(
        noise, Math.sqrt(alphaCumprod), original, Math.sqrt(1 - alphaCumprod), noise);
  }
}
