package io.diffsr.cli;

import io.diffsr.job.Progress;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.request.InputPicture;
import io.diffsr.request.JobRequest;
import io.diffsr.request.OutputFormat;
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
@Command(name = "upscale", description = "A picture in, an enlarged picture out.")
final class UpscaleCommand implements Callable<Integer> {
  @Parameters(paramLabel = "IN", description = "PNG, JPEG, WebP or TIFF.")
  Path in;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to write it (default: IN-WIDTHxHEIGHT.png beside IN).")
  Optional<Path> out = Optional.empty();

  @Option(
      names = {"-s", "--scale"},
      paramLabel = "FACTOR",
      description = "1 to 16, any real number (default: 2).")
  Optional<Double> scale = Optional.empty();

  @Option(
      names = "--width",
      paramLabel = "W",
      description = "Width of the result in pixels, instead of a factor.")
  Optional<Integer> width = Optional.empty();

  @Option(
      names = "--height",
      paramLabel = "H",
      description = "Height of the result in pixels, instead of a factor.")
  Optional<Integer> height = Optional.empty();

  @Option(
      names = "--method",
      paramLabel = "M",
      description = "diff-sr (default), pinv, bicubic, lanczos, nearest, or a method's folder.")
  Optional<String> method = Optional.empty();

  @Mixin RunOptions run;

  @Option(
      names = "--timestep",
      paramLabel = "T",
      description = "Start timestep; else the picture decides.")
  Optional<Integer> timestep = Optional.empty();

  @Option(
      names = "--consistency",
      paramLabel = "C",
      description = "project (default: faithful to the input) or none (the paper).")
  Optional<String> consistency = Optional.empty();

  @Option(
      names = "--noise-sigma",
      paramLabel = "S",
      description = "Noise of the input, pixels in 0 to 1 (default: 0, clean).")
  Optional<Double> noiseSigma = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Same input, same seed, same bytes (default: drawn).")
  Optional<Long> seed = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "png, jpeg, webp or tiff (default: by the name of --out).")
  Optional<String> format = Optional.empty();

  @Option(
      names = "--quality",
      paramLabel = "Q",
      description = "1 to 100, for jpeg and webp (default: 92).")
  Optional<Integer> quality = Optional.empty();

  @Mixin EngineOptions engine;

  @Override
  public Integer call() {
    byte[] file = WholeFile.read(in);
    out.ifPresent(WholeFile::requireWritable);
    PictureHeader header = PictureHeaderReader.admit(file, PictureFolder.OWN_PICTURES);
    InputPicture input =
        new InputPicture(
            "", header.format().mediaType(), header.width(), header.height(), file.length);
    try (ModelRepository models = engine.load()) {
      UpscaleSpec spec = EngineOptions.rules(models).specify(request(), input).upscale();
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
    return Engine.OK;
  }

  private JobRequest request() {
    return new JobRequest(
        scale.orElse(null),
        width.orElse(null),
        height.orElse(null),
        method.orElse(null),
        run.model.orElse(null),
        run.noiseLevel.orElse(null),
        timestep.orElse(null),
        run.sampler.orElse(null),
        run.steps.orElse(null),
        run.eta.orElse(null),
        consistency.orElse(null),
        noiseSigma.orElse(null),
        seed.orElse(null),
        run.samples.orElse(null),
        format.or(() -> out.flatMap(UpscaleCommand::formatOf)).orElse(null),
        quality.orElse(null),
        null,
        null,
        null,
        null,
        null);
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
