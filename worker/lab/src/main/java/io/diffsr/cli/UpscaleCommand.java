package io.diffsr.cli;

import io.diffsr.job.Progress;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.request.OutputFormat;
import io.diffsr.request.UpscaleOptions;
import io.diffsr.request.UpscaleOptionsBuilder;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.UpscaleObserver;
import io.diffsr.upscale.SuperResolution;
import io.diffsr.upscale.UpscaleResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A picture in, an enlarged picture out. */
@Command(
    name = "upscale",
    description = "A picture in, an enlarged picture out.",
    modelTransformer = UpscaleArguments.AddedArguments.class)
final class UpscaleCommand implements Callable<Integer>, UpscaleArguments.Owner {
  @Parameters(paramLabel = "IN", description = "PNG, JPEG, WebP or TIFF.")
  Path in;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to write it (default: IN-WIDTHxHEIGHT.png beside IN).")
  Optional<Path> out = Optional.empty();

  private final UpscaleArguments arguments =
      UpscaleArguments.without()
          .describeDefault("model", EngineOptions.DEFAULT_MODEL)
          .describeDefault("outputFormat", "by the name of --out, else png");

  @Mixin EngineOptions engine;

  @Override
  public Integer call() {
    byte[] file = WholeFile.read(in);
    out.ifPresent(WholeFile::requireWritable);
    PictureHeader header = PictureHeaderReader.admit(file, PictureFolder.OWN_PICTURES);
    try (ModelRepository models = engine.load()) {
      UpscaleSpec spec =
          EngineOptions.rules(models).specify(options(), header.width(), header.height());
      SuperResolution superResolution =
          new SuperResolution(models, models, PictureFolder.OWN_PICTURES);
      EngineOptions.requireMemory(superResolution.memory(spec, header.pixels()));
      long start = System.nanoTime();
      ProgressLine bar = engine.progress();
      UpscaleResult result = superResolution.run(spec, file, watching(bar));
      bar.clear();
      Path target = out.orElseGet(() -> besideInput(spec));
      WholeFile.write(target, result.bytes());
      byte[] uncertainty = result.uncertainty();
      if (uncertainty != null) {
        WholeFile.write(uncertaintyBeside(target), uncertainty);
      }
      if (!engine.quiet) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.print(RunText.of(target, header, spec, result.report(), seconds));
      }
    }
    return EngineCommand.OK;
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

  private static Optional<String> formatOf(Path file) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return Arrays.stream(OutputFormat.values())
        .filter(format -> ending.equals(format.extension()) || ending.equals(format.wireName()))
        .map(OutputFormat::wireName)
        .findFirst();
  }

  private static UpscaleObserver watching(ProgressLine bar) {
    return new UpscaleObserver() {
      @Override
      public void progress(Progress latest) {
        String step =
            latest.steps() > 0 ? "step %d/%d".formatted(latest.step(), latest.steps()) : "";
        bar.show("upscale", latest.percent() / 100, step);
      }

      @Override
      public boolean canceled() {
        return false;
      }
    };
  }

  private static Path uncertaintyBeside(Path result) {
    String name = String.valueOf(result.getFileName());
    int dot = name.lastIndexOf('.');
    return result.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "-uncertainty.png");
  }

  private Path besideInput(UpscaleSpec spec) {
    String name = String.valueOf(in.getFileName());
    int dot = name.lastIndexOf('.');
    return in.resolveSibling(
        "%s-%dx%d.%s"
            .formatted(
                dot > 0 ? name.substring(0, dot) : name,
                spec.width(),
                spec.height(),
                spec.outputFormat().extension()));
  }
}
