package io.diffsr.evaluation;

import io.diffsr.figure.CropSheet;
import io.diffsr.picture.Picture;
import io.diffsr.resample.Resampler;
import io.diffsr.resample.ResamplingKernel;
import io.diffsr.upscale.SuperResolution;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shrinks every picture by A at every scale, has every method restore it, and compares the results
 * with the originals.
 */
public final class Comparison {
  /** Pictures on the sheet of crops. */
  private static final int MOST_CROPS = 4;

  private final SuperResolution engine;
  private final List<ComparedMethod> methods;
  private final List<Double> scales;
  private final @Nullable FeatureExtractor extractor;

  /**
   * @param methods rows, at least one
   * @param scales columns, at least one, above 1
   * @param extractor for the distance of distributions; null leaves it out
   */
  public Comparison(
      SuperResolution engine,
      List<ComparedMethod> methods,
      List<Double> scales,
      @Nullable FeatureExtractor extractor) {
    this.engine = engine;
    this.methods = List.copyOf(methods);
    this.scales = List.copyOf(scales);
    this.extractor = extractor;
  }

  /**
   * What came out.
   *
   * @param cells method by method, scale by scale
   * @param crops the first pictures at the last scale: original, input, and every method's result
   */
  public record Outcome(List<ResultCell> cells, List<List<CropSheet.Cell>> crops) {}

  /** Compares; the same pictures and options give the same figures, except for the seconds. */
  public Outcome run(List<TestPicture> pictures, EvaluationObserver observer) {
    Tally originals = new Tally(extractor);
    List<List<Tally>> tallies = new ArrayList<>();
    for (ComparedMethod ignored : methods) {
      tallies.add(scales.stream().map(scale -> new Tally(extractor)).toList());
    }
    List<List<CropSheet.Cell>> crops = new ArrayList<>();
    int all = pictures.size() * scales.size() * methods.size();
    int done = 0;
    for (TestPicture each : pictures) {
      Picture original = each.source().get();
      originals.addFeatures(original);
      for (int s = 0; s < scales.size(); s++) {
        ShrunkPicture shrunk = ShrunkPicture.of(each, original, scales.get(s));
        List<CropSheet.Cell> line = new ArrayList<>();
        line.add(new CropSheet.Cell("original", original));
        line.add(new CropSheet.Cell("input, " + scales.get(s) + "×", magnified(shrunk)));
        for (int m = 0; m < methods.size(); m++) {
          Restoration restoration = Restoration.of(shrunk, methods.get(m), engine);
          tallies.get(m).get(s).add(shrunk, restoration);
          line.add(new CropSheet.Cell(methods.get(m).name(), restoration.output()));
          done++;
          observer.restored("table", done, all);
        }
        if (s == scales.size() - 1 && crops.size() < MOST_CROPS) {
          crops.add(line);
        }
      }
    }
    List<ResultCell> cells = new ArrayList<>();
    for (int m = 0; m < methods.size(); m++) {
      for (int s = 0; s < scales.size(); s++) {
        cells.add(
            new ResultCell(
                methods.get(m).name(), scales.get(s), tallies.get(m).get(s).means(originals)));
      }
    }
    return new Outcome(cells, crops);
  }

  private static Picture magnified(ShrunkPicture shrunk) {
    Picture low = shrunk.low();
    Picture original = shrunk.original();
    float[] rgb =
        Resampler.of(
                ResamplingKernel.NEAREST,
                low.height(),
                low.width(),
                original.height(),
                original.width())
            .apply(low.rgb(), 3);
    return Picture.of(original.width(), original.height(), 3, rgb);
  }
}
