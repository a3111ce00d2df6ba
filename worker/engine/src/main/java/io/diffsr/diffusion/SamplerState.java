package io.diffsr.diffusion;

import org.jspecify.annotations.Nullable;

/**
 * Everything a reverse diffusion needs to go on. A step takes the arrays over: a canvas is large,
 * and the state before is of no use any more.
 *
 * @param step number of steps that are done
 * @param sample x_t over the whole canvas
 * @param previousOriginalSample x̂₀ of the step before, where the solver uses it
 */
@SuppressWarnings("ArrayRecordComponent")
public record SamplerState(int step, float[] sample, @Nullable SolverMemory previousOriginalSample)
    implements AutoCloseable {

  @Override
  public void close() {
    if (previousOriginalSample != null) {
      previousOriginalSample.close();
    }
  }
}
