package io.diffsr.diffusion;

import io.diffsr.model.ModelException;

/** The network of a diffusion model. Safe for use by several threads. */
@FunctionalInterface
public interface Denoiser {
  /**
   * One network call.
   *
   * @param samples x_t, batch × 3 × height × width; batch × 6 × height × width, with a picture
   *     beside each x_t, where the network is conditioned on one
   * @param timestep t as an array index in 0..T-1, the same for the whole batch
   * @return the raw output, batch × output channels × height × width; its meaning is defined by the
   *     model's prediction type
   * @throws ModelException of kind {@code FAILED}
   */
  float[] predict(float[] samples, int batch, int height, int width, int timestep);
}
