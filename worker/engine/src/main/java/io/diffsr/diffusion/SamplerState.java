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

  /** The same, with the solver's memory where its size lets it be. */
  public SamplerState settled() {
    return previousOriginalSample == null
        ? this
        : new SamplerState(step, sample, previousOriginalSample.settled());
  }

  @Override
  public void close() {
    if (previousOriginalSample != null) {
      previousOriginalSample.close();
    }
  }
}
