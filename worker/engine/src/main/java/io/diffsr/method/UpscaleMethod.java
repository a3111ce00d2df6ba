package io.diffsr.method;

import io.diffsr.consistency.SourcePicture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.CanceledException;
import io.diffsr.run.RunContext;

/** A way to enlarge a picture. */
@FunctionalInterface
public interface UpscaleMethod {
  /**
   * Enlarges the colours.
   *
   * @param spec with the exact size of the result
   * @throws CanceledException when asked to stop
   */
  Enlarged enlarge(SourcePicture input, UpscaleSpec spec, RunContext context);
}
