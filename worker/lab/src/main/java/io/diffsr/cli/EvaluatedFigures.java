package io.diffsr.cli;

import io.diffsr.evaluation.ComparedMethod;
import io.diffsr.evaluation.Comparison;
import io.diffsr.evaluation.EvaluationObserver;
import io.diffsr.evaluation.FeatureExtractor;
import io.diffsr.evaluation.FieldWindows;
import io.diffsr.evaluation.Figure;
import io.diffsr.evaluation.NoiseFigures;
import io.diffsr.evaluation.TestPicture;
import io.diffsr.evaluation.TradeOffs;
import io.diffsr.figure.CropSheet;
import io.diffsr.model.DiffusionModel;
import io.diffsr.onnx.ModelRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which figures an evaluation draws. */
final class EvaluatedFigures {
  private static final List<String> KNOWN = List.of("4", "5", "6", "7", "8", "none");

  @Option(
      names = "--figures",
      paramLabel = "F",
      split = ",",
      defaultValue = "4,5",
      description = {
        "Figures of the paper to draw, or none (default: ${DEFAULT-VALUE}).",
        "4: recoverable field per scale. 5: crops side by side at the last scale.",
        "6: quality against noise level. 7: the same under other noise schedules.",
        "8: PSNR against the feature distance, per scale.",
        "6 and 7 restore every picture once per noise level and scale or schedule."
      })
  List<String> wanted;

  @Option(
      names = "--figure-levels",
      paramLabel = "L",
      split = ",",
      defaultValue = "0.05,0.1,0.2,0.3,0.4,0.5,0.6",
      description = "Noise levels of figures 6 and 7, fractions of T (default: ${DEFAULT-VALUE}).")
  List<Double> levels;

  @Option(
      names = "--figure-scale",
      paramLabel = "S",
      description = "Scale of figure 7 (default: the last of --scales).")
  Optional<Double> scale = Optional.empty();

  void requireSound() {
    for (String each : wanted) {
      if (!KNOWN.contains(each)) {
        throw CommandException.wrongUse(
            "--figures must be some of %s".formatted(String.join(", ", KNOWN)));
      }
    }
    for (double level : levels) {
      if (!(level > 0 && level <= 1)) {
        throw CommandException.wrongUse("--figure-levels must be above 0, at most 1");
      }
    }
    if (!(scale.orElse(2.0) > 1)) {
      throw CommandException.wrongUse("--figure-scale must be above 1");
    }
  }

  /**
   * Draws what is wanted. Figures 4, 6 and 7 are about the first diffusion among the methods and
   * left out where there is none.
   */
  List<Figure> draw(
      List<TestPicture> pictures,
      EvaluatedMethods compared,
      List<ComparedMethod> methods,
      ModelRepository models,
      @Nullable FeatureExtractor extractor,
      Comparison.Outcome outcome,
      EvaluationObserver observer) {
    List<Figure> figures = new ArrayList<>();
    Optional<ComparedMethod> diffusion =
        methods.stream().filter(ComparedMethod::diffusion).findFirst();
    if (wanted.contains("5")) {
      figures.add(
          new Figure(
              "figure-5-crops.png",
              "Side by side",
              "The middle of the first pictures at the last scale, magnified twice.",
              CropSheet.png(outcome.crops())));
    }
    if (wanted.contains("8")) {
      figures.addAll(TradeOffs.figures(methods, compared.scales, outcome.cells()));
    }
    if (diffusion.isEmpty()) {
      return figures;
    }
    DiffusionModel model = models.model(compared.model(EngineOptions.rules(models)));
    List<Double> ascending = List.copyOf(new TreeSet<>(compared.scales));
    if (wanted.contains("4")) {
      figures.add(0, FieldWindows.figure(pictures, ascending, diffusion.get(), model));
    }
    NoiseFigures noise =
        new NoiseFigures(
            pictures, List.copyOf(new TreeSet<>(levels)), diffusion.get(), model, extractor);
    if (wanted.contains("6")) {
      figures.addAll(noise.perScale(compared.scales, observer));
    }
    if (wanted.contains("7")) {
      double last = compared.scales.get(compared.scales.size() - 1);
      figures.addAll(noise.perSchedule(scale.orElse(last), observer));
    }
    return figures;
  }
}
