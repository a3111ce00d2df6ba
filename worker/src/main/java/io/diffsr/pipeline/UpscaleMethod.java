package io.diffsr.pipeline;

import io.diffsr.image.Picture;
import io.diffsr.job.UpscaleSpec;

/** A way to enlarge a picture. */
@FunctionalInterface
interface UpscaleMethod {
  /**
   * Enlarges the colours.
   *
   * @param input opaque, or multiplied by its opacity
   * @param spec with the exact size of the result
   * @throws CanceledException when asked to stop
   */
  Enlarged enlarge(Picture input, UpscaleSpec spec, RunProgress progress);
}
