package io.diffsr.cli;

import io.diffsr.evaluation.ComparedMethod;
import io.diffsr.evaluation.Comparison;
import io.diffsr.evaluation.EvaluationObserver;
import io.diffsr.evaluation.EvaluationReport;
import io.diffsr.evaluation.FeatureExtractor;
import io.diffsr.evaluation.Figure;
import io.diffsr.evaluation.HtmlReport;
import io.diffsr.evaluation.JsonReport;
import io.diffsr.evaluation.MarkdownReport;
import io.diffsr.evaluation.Metric;
import io.diffsr.evaluation.TestPicture;
import io.diffsr.onnx.FeatureNetwork;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.upscale.SuperResolution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shrinks pictures, restores them, and measures how well. */
@Command(
    name = "evaluate",
    description =
        "Shrinks pictures, has every method restore them at every scale, and writes report.md,"
            + " report.html and report.json. The same seed gives the same figures.",
    modelTransformer = UpscaleArguments.AddedArguments.class)
final class EvaluateCommand implements Callable<Integer>, UpscaleArguments.Owner {
  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description = "Sharp pictures, PNG or JPEG.")
  Path images;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "DIR",
      required = true,
      description = "Where to write; made where it is missing.")
  Path out;

  @Option(
      names = "--features",
      paramLabel = "FILE",
      description = {
        "A feature network (ONNX, n x 3 x 299 x 299 in 0..1), such as InceptionV3 up to block",
        "mixed4; adds the distance of the features' distributions. It is not FID."
      })
  Optional<Path> features = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many pictures, spread over the folder (default: all).")
  Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--psnr-uint8-wrapped",
      description = {
        "Also the PSNR that comes out where squared differences wrap around in 8 bits, as in",
        "some published tables. It is wrong, and only there to recognise such tables."
      })
  boolean wrapped;

  @Mixin EvaluatedMethods compared;

  @Mixin EvaluatedFigures figures;

  @Mixin EngineOptions engine;

  @Override
  public Integer call() {
    List<Path> files = PictureFolder.list(images, limit);
    compared.requireSound();
    figures.requireSound();
    makeFolder();
    try (ModelRepository models = engine.load();
        FeatureNetwork network = features.map(EvaluateCommand::open).orElse(null)) {
      List<ComparedMethod> methods = compared.methods(EngineOptions.rules(models));
      List<TestPicture> pictures =
          files.stream()
              .map(
                  file ->
                      new TestPicture(
                          String.valueOf(file.getFileName()),
                          () -> PictureFolder.read(file),
                          compared.inputNoise,
                          compared.jpegQuality.orElse(null)))
              .toList();
      ProgressLine bar = engine.progress();
      EvaluationObserver observer =
          (what, done, all) -> bar.show(what, (double) done / all, "%d/%d".formatted(done, all));
      FeatureExtractor extractor = network == null ? null : new ResizedFeatures(network);
      Comparison.Outcome outcome =
          new Comparison(
                  new SuperResolution(models, models, PictureFolder.OWN_PICTURES),
                  methods,
                  compared.scales,
                  extractor)
              .run(pictures, observer);
      List<Figure> drawn =
          figures.draw(pictures, compared, methods, models, extractor, outcome, observer);
      bar.clear();
      write(report(methods, files.size(), models, outcome, drawn));
    }
    return EngineCommand.OK;
  }

  @Override
  public UpscaleArguments arguments() {
    return compared.arguments;
  }

  private static FeatureNetwork open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw CommandException.wrongUse("there is no file %s".formatted(file));
    }
    return FeatureNetwork.open(file);
  }

  private void makeFolder() {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw CommandException.wrongUse("cannot make the folder %s".formatted(out));
    }
  }

  private EvaluationReport report(
      List<ComparedMethod> methods,
      int pictures,
      ModelRepository models,
      Comparison.Outcome outcome,
      List<Figure> drawn) {
    List<Metric> metrics =
        Arrays.stream(Metric.values())
            .filter(metric -> wrapped || metric != Metric.PSNR_UINT8_WRAPPED)
            .toList();
    @Nullable Path folder = images.toAbsolutePath().normalize().getFileName();
    return new EvaluationReport(
        compared.facts(
            "%d of %s (n = %d)".formatted(pictures, folder, pictures),
            models.executionProvider().wireName(),
            EngineOptions.rules(models)),
        metrics,
        methods.stream().map(ComparedMethod::name).toList(),
        compared.scales,
        outcome.cells(),
        drawn);
  }

  private void write(EvaluationReport report) {
    for (Figure figure : report.figures()) {
      WholeFile.write(out.resolve(figure.file()), figure.png());
    }
    String text = MarkdownReport.text(report);
    WholeFile.write(out.resolve("report.md"), text);
    WholeFile.write(out.resolve("report.html"), HtmlReport.text(report));
    WholeFile.write(out.resolve("report.json"), JsonReport.text(report));
    if (!engine.quiet) {
      System.out.print(text);
    }
  }
}
