package io.diffsr.method;

import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.RunContext;

/** A method that draws noise and runs a reverse diffusion. */
@FunctionalInterface
public interface DiffusionMethod {
  /**
   * All that the samples of a job have in common: where the reverse diffusion starts, and from
   * what.
   *
   * @param input opaque, or multiplied by its opacity
   * @param spec with the exact size of the result
   */
  CanvasDiffusion prepare(Picture input, UpscaleSpec spec, RunContext context);
}
