package io.diffsr.diffusion;

/** In memory. */
@SuppressWarnings("ArrayRecordComponent") // Not compared by value.
record SolverArray(float[] originalSample) implements SolverMemory {
  @Override
  public SolverMemory settled() {
    return SolverMemory.of(originalSample);
  }

  @Override
  public int length() {
    return originalSample.length;
  }

  @Override
  public void read(int from, float[] target, int count) {
    System.arraycopy(originalSample, from, target, 0, count);
  }

  @Override
  public SolverMemory replace(float[] other) {
    return new SolverArray(other);
  }

  @Override
  public void close() {
    // The array goes with it.
  }
}
