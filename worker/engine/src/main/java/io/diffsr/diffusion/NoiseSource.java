package io.diffsr.diffusion;

/** Standard normal noise that depends on nothing but the draw. */
@FunctionalInterface
public interface NoiseSource {
  /**
   * Fills an array with independent standard normal values; the same draw gives the same values.
   *
   * @param draw 0 is the initial noise, k ≥ 1 the noise of step k
   */
  void fill(int draw, float[] target);
}
