package io.diffsr.cli;

import io.diffsr.batch.BatchPlan;
import io.diffsr.batch.BatchSummary;
import io.diffsr.batch.ResultFiles;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureWarning;
import io.diffsr.request.InvalidJobException;
import io.diffsr.request.JobWarning;
import io.diffsr.request.OutputFormat;
import io.diffsr.request.UpscaleOptions;
import io.diffsr.request.UpscaleOptionsBuilder;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.UpscaleException;
import io.diffsr.upscale.UpscaleResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pictures in, enlarged pictures out. */
@Command(
    name = "upscale",
    description = "Pictures in, enlarged pictures out.",
    modelTransformer = UpscaleArguments.AddedArguments.class)
final class UpscaleCommand implements Callable<Integer>, UpscaleArguments.Owner {
  @Parameters(
      paramLabel = "IN",
      arity = "1..*",
      description = "Pictures, folders with all that is below them, patterns such as '*.jpg'.")
  List<String> in = List.of();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "Where to write it (default: IN-WIDTHxHEIGHT.png beside IN); for several pictures, the"
              + " folder for results of the same names.")
  Optional<Path> out = Optional.empty();

  @Option(
      names = "--force",
      description = "Several pictures: make also those results that are there already.")
  boolean force;

  private final UpscaleArguments arguments =
      UpscaleArguments.without()
          .describeDefault("model", EngineOptions.DEFAULT_MODEL)
          .describeDefault("outputFormat", "by the name of --out, else png");

  @Mixin EngineOptions engine;

  @Override
  public Integer call() {
    return BatchPlan.isMeant(in, out) ? upscaleAll() : upscaleOne(Path.of(in.get(0)));
  }

  private int upscaleOne(Path file) {
    InputFile input = InputFile.read(file);
    out.ifPresent(WholeFile::requireWritable);
    try (ModelRepository models = engine.load()) {
      PictureUpscaler upscaler = new PictureUpscaler(models, input.bytes(), options());
      long start = System.nanoTime();
      ProgressLine bar = engine.progress();
      UpscaleResult result = upscaler.run((share, step) -> bar.show("upscale", share, step));
      bar.clear();
      UpscaleSpec spec = upscaler.spec();
      Path target =
          out.orElseGet(
              () -> ResultFiles.beside(file, spec.width(), spec.height(), spec.outputFormat()));
      write(target, result);
      if (!engine.quiet) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.print(
            RunText.of(
                target,
                upscaler.header(),
                spec,
                result.report(),
                warnings(input, result),
                seconds));
      }
    }
    return EngineCommand.OK;
  }

  private int upscaleAll() {
    UpscaleOptions options = options();
    BatchPlan plan;
    try {
      String format = options.outputFormat();
      plan = BatchPlan.of(in, out, format == null ? OutputFormat.PNG : OutputFormat.named(format));
    } catch (IllegalArgumentException e) {
      throw CommandException.wrongUse(String.valueOf(e.getMessage()));
    }
    BatchSummary summary = new BatchSummary(plan.tasks().size());
    long start = System.nanoTime();
    ProgressLine bar = engine.progress();
    try (ModelRepository models = engine.load()) {
      for (BatchPlan.Task task : plan.tasks()) {
        upscale(models, options, task.picture(), task.result(), summary, bar);
      }
    }
    bar.clear();
    if (!engine.quiet || summary.hasFailures()) {
      System.out.print(summary.text((System.nanoTime() - start) / 1e9));
    }
    return summary.hasFailures() ? EngineCommand.FAILED : EngineCommand.OK;
  }

  /** What is wrong with one picture is no reason not to enlarge the others. */
  private void upscale(
      ModelRepository models,
      UpscaleOptions options,
      Path file,
      Path target,
      BatchSummary summary,
      ProgressLine bar) {
    if (!force && Files.isRegularFile(target)) {
      summary.skipped();
      return;
    }
    try {
      InputFile input = InputFile.read(file);
      PictureUpscaler upscaler = new PictureUpscaler(models, input.bytes(), options);
      UpscaleResult result =
          upscaler.run(
              (share, step) ->
                  bar.show(
                      "upscale",
                      (summary.ended() + share) / summary.all(),
                      "%s  %s %s".formatted(summary.progress(), file.getFileName(), step)));
      WholeFile.makeFolder(target);
      write(target, result);
      warnings(input, result).forEach(warning -> summary.warned(file, warning));
      summary.done();
    } catch (CommandException | PictureException | InvalidJobException | UpscaleException e) {
      summary.failed(file, String.valueOf(e.getMessage()));
    } catch (RuntimeException | OutOfMemoryError e) {
      summary.failed(file, e.toString());
    }
  }

  @Override
  public UpscaleArguments arguments() {
    return arguments;
  }

  /** A file name of a known ending asks for its format. */
  private UpscaleOptions options() {
    UpscaleOptions given = arguments.options();
    return given.outputFormat() != null
        ? given
        : UpscaleOptionsBuilder.builder(given)
            .outputFormat(
                out.flatMap(OutputFormat::ofFileName).map(OutputFormat::wireName).orElse(null))
            .build();
  }

  private static List<String> warnings(InputFile input, UpscaleResult result) {
    return Stream.concat(
            input.warnings().stream().map(PictureWarning::message),
            result.report().warnings().stream().map(JobWarning::text))
        .toList();
  }

  private static void write(Path target, UpscaleResult result) {
    WholeFile.write(target, result.bytes());
    byte[] uncertainty = result.uncertainty();
    if (uncertainty != null) {
      WholeFile.write(ResultFiles.uncertaintyBeside(target), uncertainty);
    }
  }
}
