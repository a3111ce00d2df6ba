package io.diffsr.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A Java program in a process of its own, tied to this one: it ends when it is closed, and when
 * this process ends, however that happens ({@link Tethered}).
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);
  private static final int TOLD_LINES = 12;
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final List<String> SET_SESSION =
      Files.isExecutable(SETSID) ? List.of(SETSID.toString()) : List.of();

  private final String name;
  private final Path log;
  private final Process process;

  private ChildProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * What to run.
   *
   * @param name what people call it; also the name of its log
   * @param classPath jars, folders, or folders of jars as {@code folder/*}
   * @param options of the Java virtual machine
   * @param mainClass the class whose main method runs
   * @param arguments of the main method
   * @param environment variables besides those of this process
   */
  public record Program(
      String name,
      List<String> classPath,
      List<String> options,
      String mainClass,
      List<String> arguments,
      Map<String, String> environment) {}

  /**
   * Starts a program.
   *
   * @param logs folder for the log, which starts anew; what a program of this name wrote before is
   *     kept as {@code NAME.previous.log}
   * @throws UncheckedIOException where the process cannot be started
   */
  public static ChildProcess start(Program program, Path logs) {
    List<String> classPath = new ArrayList<>(program.classPath());
    classPath.add(ownLocation());
    // In a session of its own: Ctrl-C is for this process, which then stops the others in order.
    List<String> command = new ArrayList<>(SET_SESSION);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(program.options());
    command.add("-cp");
    command.add(String.join(System.getProperty("path.separator"), classPath));
    command.add(Tethered.class.getName());
    command.add(program.mainClass());
    command.addAll(program.arguments());
    try {
      Path log = Files.createDirectories(logs).resolve(program.name() + ".log");
      if (Files.exists(log)) {
        Files.move(log, previous(log), StandardCopyOption.REPLACE_EXISTING);
      }
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().putAll(program.environment());
      return new ChildProcess(program.name(), log, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + program.name(), e);
    }
  }

  private static Path previous(Path log) {
    return log.resolveSibling(log.getFileName().toString().replaceFirst("log$", "previous.log"));
  }

  private static String ownLocation() {
    try {
      return Path.of(Tethered.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public String name() {
    return name;
  }

  /** Where the program's output goes. */
  public Path log() {
    return log;
  }

  /** The process, for those who want to signal it. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /**
   * Waits until the program is ready.
   *
   * @throws IllegalStateException with the end of its log, where it ends before or takes too long
   */
  public void awaitReady(BooleanSupplier ready, Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new IllegalStateException(
            "%s has ended with exit code %d. %s".formatted(name, process.exitValue(), logEnd()));
      }
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "%s was not ready within %d s. %s".formatted(name, patience.toSeconds(), logEnd()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
    }
  }

  /** Of a program that has ended, in one line: how, what it said last, and where the rest is. */
  public String ending() {
    String last;
    try {
      last =
          lines().stream()
              .filter(line -> !line.isBlank())
              .reduce("", (before, line) -> line)
              .strip();
    } catch (IOException e) {
      last = "";
    }
    return "%s has ended with exit code %d: %s (log: %s)"
        .formatted(name, process.exitValue(), last, log);
  }

  private List<String> lines() throws IOException {
    return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
  }

  /** The last lines of the log, and where all of it is. */
  public String logEnd() {
    try {
      List<String> lines = lines();
      return "The end of %s:%n%s"
          .formatted(
              log,
              String.join(
                  System.lineSeparator(),
                  lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size())));
    } catch (IOException e) {
      return "Its log, %s, cannot be read".formatted(log);
    }
  }

  /** Ends the program in good order, without waiting for it. */
  public void askToStop() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has gone, and the pipe with it.
    }
  }

  /** Ends the program in good order; one that does not obey in time is killed. */
  @Override
  public void close() {
    askToStop();
    try {
      if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
