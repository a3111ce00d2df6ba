package io.diffsr.method;

import io.diffsr.consistency.SourcePicture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.RunContext;

/** A method that draws noise and runs a reverse diffusion. */
@FunctionalInterface
public interface DiffusionMethod {
  /**
   * All that the samples of a job have in common: where the reverse diffusion starts, and from
   * what.
   *
   * @param spec with the exact size of the result
   */
  CanvasDiffusion prepare(SourcePicture input, UpscaleSpec spec, RunContext context);
}
