package io.diffsr.cli;

import io.diffsr.calibration.CalibrationException;
import io.diffsr.evaluation.EvaluationException;
import io.diffsr.model.ModelException;
import io.diffsr.picture.PictureException;
import io.diffsr.request.InvalidJobException;
import io.diffsr.run.UpscaleException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code diffsr-engine}: the engine without any server. */
@Command(
    name = "diffsr-engine",
    description = "Diff-SR without any server: enlarge, look into a model, and measure it.",
    subcommands = {
      UpscaleCommand.class,
      RerunCommand.class,
      FieldCommand.class,
      CalibrateCommand.class,
      EvaluateCommand.class,
      BenchmarkCommand.class
    },
    footer = {
      "",
      "`diffsr-engine COMMAND --help` lists the options of a command.",
      "Exit codes: 0 done, 1 failed, 2 wrong use or wrong input."
    })
public final class EngineCommand implements Runnable {
  /** The command succeeded. */
  public static final int OK = 0;

  /** The run failed. */
  public static final int FAILED = 1;

  /** The command line or the input is wrong. */
  public static final int WRONG_USE = 2;

  private static final int HELP_WIDTH = 100;

  /** Held, as a logger that nobody holds forgets its level. */
  private static final Logger LOG = Logger.getLogger("io.diffsr");

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this text.")
  boolean helpWanted;

  @Spec CommandSpec spec;

  public static void main(String[] arguments) {
    LOG.setLevel(Level.WARNING);
    // Figures are drawn into files; no screen is needed.
    System.setProperty("java.awt.headless", "true");
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new EngineCommand())
        .setUsageHelpWidth(HELP_WIDTH)
        .setParameterExceptionHandler(
            (wrong, arguments) -> report(wrong.getCommandLine(), wrong, WRONG_USE))
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> report(commandLine, failure, exitCode(failure)));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int report(CommandLine commandLine, Exception why, int exitCode) {
    String message = why.getMessage() == null ? why.toString() : why.getMessage();
    commandLine.getErr().println("diffsr-engine: " + message.lines().findFirst().orElse(""));
    return exitCode;
  }

  private static int exitCode(Exception failure) {
    if (failure instanceof CommandException known) {
      return known.exitCode();
    }
    if (failure instanceof UpscaleException run) {
      return switch (run.code()) {
        case INVALID_REQUEST,
            INVALID_PICTURE,
            UNSUPPORTED_PICTURE,
            PICTURE_TOO_LARGE,
            MODEL_NOT_FOUND ->
            WRONG_USE;
        default -> FAILED;
      };
    }
    if (failure instanceof ModelException model) {
      return model.kind() == ModelException.Kind.NOT_FOUND ? WRONG_USE : FAILED;
    }
    boolean wrongInput =
        failure instanceof InvalidJobException
            || failure instanceof PictureException
            || failure instanceof CalibrationException
            || failure instanceof EvaluationException;
    return wrongInput ? WRONG_USE : FAILED;
  }
}
