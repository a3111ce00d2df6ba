package io.diffsr.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code diffsr}. */
@Command(
    name = "diffsr",
    subcommands = {UpscaleJobCommand.class, UpCommand.class, KeysCommand.class})
public final class DiffSrCommand implements Callable<Integer> {
  /** The command succeeded. */
  public static final int OK = 0;

  /** The job or the service failed. */
  public static final int FAILED = 1;

  /** The command line or the input is wrong. */
  public static final int WRONG_USE = 2;

  @Option(
      names = {"-h", "--help"},
      scope = CommandLine.ScopeType.INHERIT)
  boolean helpWanted;

  @Spec CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new DiffSrCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(DiffSrCommand::wrongUse)
        .setExecutionExceptionHandler(DiffSrCommand::failed)
        .setExecutionStrategy(
            parsed -> {
              CommandLine.ParseResult last = parsed;
              while (last.hasSubcommand()) {
                last = last.subcommand();
              }
              if (last.hasMatchedOption("--help") || !parsed.hasSubcommand()) {
                parsed.commandSpec().commandLine().getOut().print(help());
                return OK;
              }
              return new CommandLine.RunLast().execute(parsed);
            });
  }

  /** The help text, which {@code deploy/diffsr} prints as well without building anything. */
  static String help() {
    try (InputStream text =
        Objects.requireNonNull(DiffSrCommand.class.getResourceAsStream("help.txt"))) {
      return new String(text.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Integer call() {
    return OK;
  }

  private static int wrongUse(CommandLine.ParameterException e, String[] arguments) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("diffsr: " + e.getMessage());
    err.println("Try: diffsr help");
    return WRONG_USE;
  }

  private static int failed(Exception e, CommandLine commandLine, CommandLine.ParseResult parsed) {
    commandLine.getErr().println("diffsr: " + (e.getMessage() == null ? e : e.getMessage()));
    return e instanceof DiffSrCommandException known ? known.exitCode() : FAILED;
  }
}
