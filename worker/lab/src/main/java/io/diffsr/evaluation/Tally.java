package io.diffsr.evaluation;

import io.diffsr.metrics.FrechetDistance;
import io.diffsr.picture.Picture;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sums up what one method does to all pictures at one scale. */
final class Tally {
  private final @Nullable FeatureExtractor extractor;
  private final List<Map<Metric, Double>> measured = new ArrayList<>();
  private final List<double[]> features = new ArrayList<>();

  Tally(@Nullable FeatureExtractor extractor) {
    this.extractor = extractor;
  }

  void add(ShrunkPicture shrunk, Restoration restoration) {
    measured.add(restoration.measure(shrunk));
    addFeatures(restoration.output());
  }

  /** Adds a picture that is not measured on its own: an original. */
  void addFeatures(Picture picture) {
    if (extractor != null) {
      features.add(extractor.features(picture));
    }
  }

  /**
   * Means over the pictures, the largest of what is measured as such, and the distance between the
   * features and the originals'.
   *
   * @param originals the tally of the originals
   */
  Map<Metric, Double> means(Tally originals) {
    Map<Metric, Double> means = new EnumMap<>(Metric.class);
    for (Metric metric : Metric.values()) {
      DoubleSummaryStatistics values =
          measured.stream()
              .map(each -> each.get(metric))
              .filter(Objects::nonNull)
              .mapToDouble(Double::doubleValue)
              .summaryStatistics();
      if (values.getCount() > 0) {
        boolean largest = metric == Metric.LARGEST_CONSISTENCY_ERROR;
        means.put(metric, largest ? values.getMax() : values.getAverage());
      }
    }
    if (features.size() >= 2 && originals.features.size() >= 2) {
      means.put(Metric.INCEPTION_MIXED4_DISTANCE, FrechetDistance.of(originals.features, features));
    }
    return means;
  }
}
