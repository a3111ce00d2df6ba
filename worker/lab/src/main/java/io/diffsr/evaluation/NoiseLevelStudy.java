package io.diffsr.evaluation;

import io.diffsr.figure.LineFigure;
import io.diffsr.picture.Picture;
import io.diffsr.upscale.SuperResolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Restores the same pictures from one noise level after the other, for several engines or scales:
 * one series each.
 */
final class NoiseLevelStudy {
  private final List<TestPicture> pictures;
  private final List<Double> levels;
  private final ComparedMethod method;
  private final @Nullable FeatureExtractor extractor;
  private final List<Line> lines = new ArrayList<>();

  /**
   * Quality over the noise levels.
   *
   * @param means one per level
   */
  record Line(String name, List<Map<Metric, Double>> means) {}

  /**
   * @param levels fractions of T, ascending
   * @param method a diffusion
   */
  NoiseLevelStudy(
      List<TestPicture> pictures,
      List<Double> levels,
      ComparedMethod method,
      @Nullable FeatureExtractor extractor) {
    this.pictures = pictures;
    this.levels = levels;
    this.method = method;
    this.extractor = extractor;
  }

  /** Restores every picture from every level for one more line; reports each. */
  void add(String name, SuperResolution engine, double scale, Runnable restored) {
    Tally originals = new Tally(extractor);
    List<Tally> tallies = levels.stream().map(level -> new Tally(extractor)).toList();
    for (TestPicture each : pictures) {
      Picture original = each.source().get();
      originals.addFeatures(original);
      ShrunkPicture shrunk = ShrunkPicture.of(each, original, scale);
      for (int i = 0; i < levels.size(); i++) {
        Restoration restoration =
            Restoration.of(shrunk, method.atNoiseLevel(levels.get(i)), engine);
        tallies.get(i).add(shrunk, restoration);
        restored.run();
      }
    }
    lines.add(new Line(name, tallies.stream().map(tally -> tally.means(originals)).toList()));
  }

  /** True where the metric was measured. */
  boolean has(Metric metric) {
    return lines.stream().allMatch(line -> line.means().get(0).containsKey(metric));
  }

  /** The chart of one metric. */
  byte[] png(String title, Metric metric) {
    LineFigure figure = new LineFigure(title, "noise level, % of T", metric.title(), false);
    List<Double> percent = levels.stream().map(level -> 100 * level).toList();
    for (Line line : lines) {
      figure.line(
          line.name(),
          percent,
          line.means().stream().map(means -> means.getOrDefault(metric, Double.NaN)).toList());
    }
    return figure.png();
  }
}
