package io.diffsr.field;

import io.diffsr.resample.Degradation;
import io.diffsr.resample.Resampler;
import io.diffsr.resample.ResamplingKernel;

/** Enlarges what was shrunk, without knowing what it was. */
@FunctionalInterface
public interface Enlargement {
  /** By the bicubic filter. */
  Enlargement BICUBIC =
      (low, size) -> Resampler.enlarging(ResamplingKernel.BICUBIC, size).apply(low, 3);

  /**
   * The enlarged picture.
   *
   * @param low 3 × h × w in [-1, 1]
   * @param size from which size to which
   * @return 3 × H × W in a new array
   */
  float[] enlarge(float[] low, Degradation size);
}
