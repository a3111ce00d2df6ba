package io.diffsr.standalone;

/** A failure that ends the command with a message and an exit code. */
final class DiffSrCommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  DiffSrCommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
