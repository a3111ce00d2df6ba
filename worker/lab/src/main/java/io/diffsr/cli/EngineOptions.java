package io.diffsr.cli;

import io.diffsr.onnx.ExecutionProvider;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.request.RunMemory;
import io.diffsr.request.UpscaleRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Option;

/** Options of every command: models, device and output. */
final class EngineOptions {
  /** The bundled model. */
  static final String DEFAULT_MODEL = "diffsr-small";

  /** Seeds that JSON and people can carry. */
  private static final long SEEDS = 1L << 48;

  /** Planes of three channels must fit into one Java array. */
  private static final long MOST_PIXELS = 500_000_000;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "The folder of model folders (default: deploy/models of the checkout).")
  Optional<Path> models = Optional.empty();

  @Option(
      names = "--execution-provider",
      paramLabel = "P",
      defaultValue = "auto",
      description = "auto (default), cuda or cpu.")
  String executionProvider;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of one network call on the CPU; 0 (default) takes all processors.")
  int threads;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress.")
  boolean quiet;

  /** Loads every model of the folder. */
  ModelRepository load() {
    return load(threads);
  }

  /** The same with so many threads. */
  ModelRepository load(int threads) {
    Path folder = models.orElseGet(EngineOptions::bundled);
    if (!Files.isDirectory(folder)) {
      throw CommandException.wrongUse("there is no folder of models %s".formatted(folder));
    }
    if (threads < 0) {
      throw CommandException.wrongUse("--threads must not be negative");
    }
    ExecutionProvider provider;
    try {
      provider = ExecutionProvider.choose(executionProvider);
    } catch (IllegalArgumentException e) {
      throw CommandException.wrongUse(String.valueOf(e.getMessage()));
    }
    return ModelRepository.load(folder, provider, threads);
  }

  private static Path bundled() {
    return Path.of(System.getProperty("diffsr.root", ""), "deploy", "models");
  }

  /** The rules of the service; the bundled model is the default where it is there. */
  static UpscaleRules rules(ModelRepository models) {
    List<String> names = new ArrayList<>(models.names());
    if (names.isEmpty()) {
      throw CommandException.wrongUse("the folder of models holds none");
    }
    if (names.remove(DEFAULT_MODEL)) {
      names.add(0, DEFAULT_MODEL);
    }
    return new UpscaleRules(
        MOST_PIXELS,
        RunMemory.heap(),
        names,
        models.methodNames(),
        () -> ThreadLocalRandom.current().nextLong(SEEDS));
  }

  /**
   * Checks that a run fits into the memory of this process.
   *
   * @param bytes that it takes at most
   * @throws CommandException when it does not
   */
  static void requireMemory(long bytes) {
    long most = RunMemory.heap();
    if (bytes > most) {
      throw CommandException.wrongUse(
          "this takes up to %s of memory and Java may take %s; DIFFSR_ENGINE_JAVA_OPTIONS=-Xmx… gives it more"
              .formatted(RunMemory.text(bytes), RunMemory.text(most)));
    }
  }

  ProgressLine progress() {
    return new ProgressLine(System.err, Boolean.getBoolean("diffsr.terminal"), quiet);
  }
}
