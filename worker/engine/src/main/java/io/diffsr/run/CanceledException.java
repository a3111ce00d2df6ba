package io.diffsr.run;

/** The run was asked to stop, and has. */
public final class CanceledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CanceledException() {
    super("the run was asked to stop");
  }
}
