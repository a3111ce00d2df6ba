package io.diffsr.evaluation;

import io.diffsr.diffusion.BetaSchedule;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.ModelSource;
import io.diffsr.picture.PictureLimits;
import io.diffsr.upscale.SuperResolution;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The figures that cost many runs: quality against the noise level that the restoration starts
 * from.
 *
 * @param pictures to be restored
 * @param levels fractions of T, ascending
 * @param method a diffusion; the start it asks for does not count
 * @param model that it runs
 * @param extractor for the distance of distributions; null leaves it out
 */
public record NoiseFigures(
    List<TestPicture> pictures,
    List<Double> levels,
    ComparedMethod method,
    DiffusionModel model,
    @Nullable FeatureExtractor extractor) {
  private static final PictureLimits OWN_FILES =
      new PictureLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

  /** Quality against noise level, a line for each scale (the paper's Figure 6). */
  public List<Figure> perScale(List<Double> scales, EvaluationObserver observer) {
    Counter counter = new Counter("figure 6", observer, scales.size() * runsPerLine());
    NoiseLevelStudy study = new NoiseLevelStudy(pictures, levels, method, extractor);
    for (double scale : scales) {
      study.add(scale + "×", engine(model), scale, counter);
    }
    return figures(
        study,
        "figure-6-noise-level",
        "Quality against noise level",
        "Every picture restored from each noise level; what the field chooses is in Figure 4.");
  }

  /**
   * Quality against noise level under other noise schedules, the network given the timestep of
   * equal SNR (the paper's Figure 7).
   */
  public List<Figure> perSchedule(double scale, EvaluationObserver observer) {
    Counter counter =
        new Counter("figure 7", observer, BetaSchedule.values().length * runsPerLine());
    NoiseLevelStudy study = new NoiseLevelStudy(pictures, levels, method, extractor);
    for (BetaSchedule each : BetaSchedule.values()) {
      study.add(each.wireName(), engine(MatchedSchedule.of(model, each)), scale, counter);
    }
    return figures(
        study,
        "figure-7-noise-schedules",
        "Noise schedules at " + scale + "×",
        "The same network under other schedules, given the timestep of its own schedule whose SNR is"
            + " nearest. The best level moves with the schedule; its SNR does not.");
  }

  private int runsPerLine() {
    return pictures.size() * levels.size();
  }

  private static SuperResolution engine(DiffusionModel of) {
    ModelSource single = name -> of;
    return new SuperResolution(single, OWN_FILES);
  }

  private static List<Figure> figures(
      NoiseLevelStudy study, String file, String title, String caption) {
    List<Figure> figures = new ArrayList<>();
    Consumer<Metric> draw =
        metric ->
            figures.add(
                new Figure(
                    file + "-" + metric.wireName().replace('_', '-') + ".png",
                    title + ": " + metric.title(),
                    caption,
                    study.png(title, metric)));
    draw.accept(Metric.PSNR_RGB);
    if (study.has(Metric.INCEPTION_MIXED4_DISTANCE)) {
      draw.accept(Metric.INCEPTION_MIXED4_DISTANCE);
    }
    return figures;
  }

  /** Counts restored pictures over several lines. */
  private static final class Counter implements Runnable {
    private final String what;
    private final EvaluationObserver observer;
    private final int all;
    private int done;

    Counter(String what, EvaluationObserver observer, int all) {
      this.what = what;
      this.observer = observer;
      this.all = all;
    }

    @Override
    public void run() {
      done++;
      observer.restored(what, done, all);
    }
  }
}
