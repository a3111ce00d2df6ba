package io.diffsr.diffusion;

import io.diffsr.request.RunMemory;

/**
 * x̂₀ of the step before, which a solver of second order needs once, in the next step. Meanwhile
 * the network works on two other canvases: beside large ones, it waits in a file.
 */
public sealed interface SolverMemory extends AutoCloseable permits SolverArray, SolverFile {
  /**
   * Keeps a canvas where its size lets it.
   *
   * @param originalSample is not changed any more
   * @throws SolverFileException where a file cannot be written
   */
  static SolverMemory of(float[] originalSample) {
    return originalSample.length > RunMemory.LARGEST_SOLVER_ARRAY
        ? SolverFile.of(originalSample)
        : new SolverArray(originalSample);
  }

  /** The canvas itself, of whatever size. */
  static SolverMemory inMemory(float[] originalSample) {
    return new SolverArray(originalSample);
  }

  /** The same, where its size lets it be. */
  default SolverMemory settled() {
    return this;
  }

  /** Values of the canvas. */
  int length();

  /**
   * Copies a part.
   *
   * @param from first value
   * @param target receives {@code count} values from its start on
   */
  void read(int from, float[] target, int count);

  /** Keeps another canvas of the same size instead. */
  SolverMemory replace(float[] originalSample);

  /** Keeps nothing any more. */
  @Override
  void close();
}
