package io.diffsr.model;

/**
 * A diffusion model that takes the input beside the noise (Saharia et al., "Image Super-Resolution
 * via Iterative Refinement", arXiv:2104.07636).
 *
 * @param diffusion whose denoiser takes 6 channels: x_t and the input, enlarged by bicubic
 *     interpolation, in [-1, 1]
 * @param conditionFirst whether the enlarged input comes before x_t
 */
public record Sr3Model(DiffusionModel diffusion, boolean conditionFirst) implements NetworkMethod {
  @Override
  public String name() {
    return diffusion.name();
  }

  @Override
  public String executionProvider() {
    return diffusion.executionProvider();
  }

  /** The enlarged input, which the network takes at every step. */
  @Override
  public NetworkMemory memory() {
    return new NetworkMemory(0, 0, 3L * Float.BYTES);
  }
}
