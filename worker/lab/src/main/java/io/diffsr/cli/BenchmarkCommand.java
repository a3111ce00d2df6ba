package io.diffsr.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.benchmark.EngineBenchmark;
import io.diffsr.benchmark.EngineFigures;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.request.UpscaleOptions;
import io.diffsr.request.UpscaleOptionsBuilder;
import io.diffsr.request.UpscaleRules;
import io.diffsr.request.UpscaleSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How fast the engine is on this machine, in ratios that can be compared with another's. */
@Command(
    name = "benchmark",
    description =
        "Runs the engine and its networks alone, in turn, and prints the ratios; on the CPU some"
            + " minutes.",
    modelTransformer = UpscaleArguments.AddedArguments.class)
final class BenchmarkCommand implements Callable<Integer>, UpscaleArguments.Owner {
  private static final int WIDTH = 451;
  private static final int HEIGHT = 300;
  private static final double SCALE = 2.7;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "Where to write the figures as JSON.")
  Path out;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "2",
      description = "Rounds of each measurement; the best counts (default: ${DEFAULT-VALUE}).")
  int rounds;

  @Option(
      names = "--beside",
      paramLabel = "METHOD",
      description = "A network of the folder of models to be run on the same picture.")
  Optional<String> beside = Optional.empty();

  @Option(
      names = "--compare",
      paramLabel = "FILE",
      description = "Figures of another run, to be set beside these.")
  Optional<Path> compared = Optional.empty();

  private final UpscaleArguments arguments =
      UpscaleArguments.without(
              "width", "height", "method", "seed", "samples", "outputFormat", "quality")
          .describeDefault("scale", "2.7")
          .describeDefault("model", EngineOptions.DEFAULT_MODEL);

  @Mixin EngineOptions engine;

  @Override
  public Integer call() {
    WholeFile.requireWritable(out);
    if (rounds < 1) {
      throw CommandException.wrongUse("--rounds must be at least 1");
    }
    Map<String, Object> others = compared.map(BenchmarkCommand::read).orElse(Map.of());
    try (ModelRepository models = engine.load();
        ModelRepository single = engine.load(1)) {
      UpscaleRules rules = EngineOptions.rules(models);
      UpscaleOptions asked = arguments.options();
      UpscaleSpec spec =
          rules.specify(
              UpscaleOptionsBuilder.builder(asked)
                  .scale(asked.scale() == null ? Double.valueOf(SCALE) : asked.scale())
                  .seed(1L)
                  .build(),
              WIDTH,
              HEIGHT);
      EngineFigures figures =
          new EngineBenchmark(
                  models.model(spec.model()), single.model(spec.model()).denoiser(), models, rounds)
              .measure(spec, WIDTH, HEIGHT, beside.orElse(null));
      write(figures, others);
    }
    return EngineCommand.OK;
  }

  @Override
  public UpscaleArguments arguments() {
    return arguments;
  }

  private static Map<String, Object> read(Path file) {
    try {
      return new ObjectMapper().readValue(WholeFile.read(file), new TypeReference<>() {});
    } catch (IOException e) {
      throw CommandException.wrongUse("%s holds no figures: %s".formatted(file, e.getMessage()));
    }
  }

  private void write(EngineFigures figures, Map<String, Object> others) {
    ObjectMapper mapper = new ObjectMapper();
    try {
      WholeFile.write(
          out, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(figures) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    Map<String, @Nullable Object> values = mapper.convertValue(figures, new TypeReference<>() {});
    values.forEach(
        (name, value) ->
            System.out.printf(
                Locale.ROOT, "%-32s %10s %10s%n", name, text(value), text(others.get(name))));
  }

  private static String text(@Nullable Object value) {
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%.3f", number.doubleValue())
        : "";
  }
}
