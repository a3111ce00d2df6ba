package io.diffsr.cli;

/** A failure that ends the command with a message and an exit code. */
final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command line or the input is wrong. */
  static CommandException wrongUse(String message) {
    return new CommandException(EngineCommand.WRONG_USE, message);
  }

  /** The command was right but could not be carried out. */
  static CommandException failed(String message) {
    return new CommandException(EngineCommand.FAILED, message);
  }

  int exitCode() {
    return exitCode;
  }
}
