package io.diffsr.method.start;

import io.diffsr.resample.Degradation;
import io.diffsr.run.RunContext;

/** Makes a first picture of the size that is asked for, for a reverse diffusion to start from. */
public interface Start {
  /**
   * The first picture.
   *
   * @param low y, 3 × h × w in [-1, 1]
   * @param size from which size to which
   * @return 3 × H × W in a new array, around [-1, 1]; it need not shrink to y
   * @throws io.diffsr.run.CanceledException when asked to stop
   */
  float[] enlarge(float[] low, Degradation size, RunContext context);

  /** Network calls that one picture takes. */
  int calls(Degradation size);

  /** Differs where the answers differ. */
  String identity();
}
