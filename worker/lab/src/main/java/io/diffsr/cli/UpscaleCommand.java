package io.diffsr.cli;

import io.diffsr.batch.BatchPicture;
import io.diffsr.batch.BatchSummary;
import io.diffsr.batch.PictureInputs;
import io.diffsr.batch.ResultFiles;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.picture.PictureException;
import io.diffsr.request.InvalidJobException;
import io.diffsr.request.OutputFormat;
import io.diffsr.request.UpscaleOptions;
import io.diffsr.request.UpscaleOptionsBuilder;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.request.WireName;
import io.diffsr.run.UpscaleException;
import io.diffsr.upscale.UpscaleResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    boolean several =
        in.size() > 1
            || PictureInputs.areSeveral(in.get(0))
            || out.filter(Files::isDirectory).isPresent();
    return several ? upscaleAll() : upscaleOne(Path.of(in.get(0)));
  }

  private int upscaleOne(Path file) {
    byte[] bytes = WholeFile.read(file);
    out.ifPresent(WholeFile::requireWritable);
    try (ModelRepository models = engine.load()) {
      PictureUpscaler upscaler = new PictureUpscaler(models, bytes, options());
      long start = System.nanoTime();
      ProgressLine bar = engine.progress();
      UpscaleResult result = upscaler.run((share, step) -> bar.show("upscale", share, step));
      bar.clear();
      Path target = out.orElseGet(() -> besideInput(file, upscaler.spec()));
      write(target, result);
      if (!engine.quiet) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.print(
            RunText.of(target, upscaler.header(), upscaler.spec(), result.report(), seconds));
      }
    }
    return EngineCommand.OK;
  }

  private int upscaleAll() {
    Path folder =
        out.orElseThrow(
            () ->
                CommandException.wrongUse("several pictures need --out and a folder for results"));
    if (Files.isRegularFile(folder)) {
      throw CommandException.wrongUse(
          "--out %s is a file; several pictures need a folder".formatted(folder));
    }
    UpscaleOptions options = options();
    List<BatchPicture> pictures;
    List<Path> targets;
    try {
      pictures = PictureInputs.of(in, folder);
      targets = ResultFiles.of(pictures, folder, format(options));
    } catch (IllegalArgumentException e) {
      throw CommandException.wrongUse(String.valueOf(e.getMessage()));
    }
    BatchSummary summary = new BatchSummary(pictures.size());
    long start = System.nanoTime();
    ProgressLine bar = engine.progress();
    try (ModelRepository models = engine.load()) {
      for (int i = 0; i < pictures.size(); i++) {
        upscale(models, options, pictures.get(i).file(), targets.get(i), summary, bar);
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
      PictureUpscaler upscaler = new PictureUpscaler(models, WholeFile.read(file), options);
      UpscaleResult result =
          upscaler.run(
              (share, step) ->
                  bar.show(
                      "upscale",
                      (summary.ended() + share) / summary.all(),
                      "%s  %s %s".formatted(summary.progress(), file.getFileName(), step)));
      WholeFile.makeFolder(target);
      write(target, result);
      result.report().warnings().forEach(warning -> summary.warned(file, warning.text()));
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
            .outputFormat(out.flatMap(UpscaleCommand::formatOf).orElse(null))
            .build();
  }

  private static OutputFormat format(UpscaleOptions options) {
    String name = options.outputFormat();
    return name == null
        ? OutputFormat.PNG
        : WireName.find(OutputFormat.class, name)
            .orElseThrow(
                () ->
                    CommandException.wrongUse(
                        "output_format must be one of " + WireName.list(OutputFormat.class)));
  }

  private static Optional<String> formatOf(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return Arrays.stream(OutputFormat.values())
        .filter(format -> ending.equals(format.extension()) || ending.equals(format.wireName()))
        .map(OutputFormat::wireName)
        .findFirst();
  }

  private static void write(Path target, UpscaleResult result) {
    WholeFile.write(target, result.bytes());
    byte[] uncertainty = result.uncertainty();
    if (uncertainty != null) {
      WholeFile.write(uncertaintyBeside(target), uncertainty);
    }
  }

  private static Path uncertaintyBeside(Path result) {
    String name = String.valueOf(result.getFileName());
    int dot = name.lastIndexOf('.');
    return result.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "-uncertainty.png");
  }

  private static Path besideInput(Path file, UpscaleSpec spec) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return file.resolveSibling(
        "%s-%dx%d.%s"
            .formatted(
                dot > 0 ? name.substring(0, dot) : name,
                spec.width(),
                spec.height(),
                spec.outputFormat().extension()));
  }
}
