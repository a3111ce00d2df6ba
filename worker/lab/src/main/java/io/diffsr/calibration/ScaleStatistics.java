package io.diffsr.calibration;

import io.diffsr.field.Enlargement;
import io.diffsr.picture.Picture;
import java.util.ArrayList;
import java.util.List;

/**
 * Statistics of a set of sharp pictures at a list of scales.
 *
 * @param scales strictly ascending, above 1
 * @param biasDecibels mean over pictures
 * @param powerRatios geometric mean over pictures
 * @param meanSquaredErrors mean over pictures
 */
record ScaleStatistics(
    List<Double> scales,
    List<Double> biasDecibels,
    List<Double> powerRatios,
    List<Double> meanSquaredErrors) {

  /** Sums up, one picture after the other. */
  static final class Collector {
    private final List<Double> scales;
    private final Enlargement enlargement;
    private final List<List<ScaleSample>> samples = new ArrayList<>();

    Collector(List<Double> scales, Enlargement enlargement) {
      this.enlargement = enlargement;
      this.scales = List.copyOf(scales);
      scales.forEach(scale -> samples.add(new ArrayList<>()));
    }

    void add(Picture picture) {
      for (int i = 0; i < scales.size(); i++) {
        ScaleSample sample = ScaleSample.of(picture, scales.get(i), enlargement);
        if (sample.telling()) {
          samples.get(i).add(sample);
        }
      }
    }

    /**
     * The statistics. The bias of a scale at which the pictures are too small to be shrunk twice is
     * that of the scale before.
     *
     * @throws CalibrationException where the pictures are all flat
     */
    ScaleStatistics statistics() {
      List<Double> bias = new ArrayList<>();
      List<Double> ratios = new ArrayList<>();
      List<Double> errors = new ArrayList<>();
      for (List<ScaleSample> ofScale : samples) {
        if (ofScale.isEmpty()) {
          throw new CalibrationException(
              "the pictures are flat: shrinking takes nothing from them");
        }
        double before = bias.isEmpty() ? 0 : bias.get(bias.size() - 1);
        bias.add(
            ofScale.stream()
                .mapToDouble(ScaleSample::biasDecibels)
                .filter(Double::isFinite)
                .average()
                .orElse(before));
        ratios.add(
            Math.exp(
                ofScale.stream()
                    .mapToDouble(sample -> Math.log(sample.powerRatio()))
                    .average()
                    .orElseThrow()));
        errors.add(ofScale.stream().mapToDouble(ScaleSample::squaredError).average().orElseThrow());
      }
      return new ScaleStatistics(scales, bias, ratios, errors);
    }
  }
}
