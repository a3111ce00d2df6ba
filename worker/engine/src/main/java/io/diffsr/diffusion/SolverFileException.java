package io.diffsr.diffusion;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The file in which a solver remembers cannot be written or read; mostly the disk is full. */
public final class SolverFileException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  SolverFileException(IOException cause) {
    super(cause);
  }
}
