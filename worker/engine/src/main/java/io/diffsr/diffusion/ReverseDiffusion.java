package io.diffsr.diffusion;

/** The way from a noised picture to a clean one. Pure: a step depends on its arguments only. */
public sealed interface ReverseDiffusion permits Ddim, Ddpm, DpmSolverPlusPlus2M {
  /** Timesteps of the network calls in order, strictly descending, each in 0..T-1. */
  int[] timesteps();

  /** The state before the first step; {@code sample} is x_t at the first timestep. */
  default SamplerState start(float[] sample) {
    return new SamplerState(0, sample, null);
  }

  /**
   * The state after one more step.
   *
   * @param prediction for {@code state.sample()} at {@code timesteps()[state.step()]}
   * @param noise asked for draw {@code state.step() + 1} by steps that add noise
   * @throws IllegalArgumentException when all steps are done, or array lengths differ
   */
  SamplerState step(SamplerState state, Prediction prediction, NoiseSource noise);
}
