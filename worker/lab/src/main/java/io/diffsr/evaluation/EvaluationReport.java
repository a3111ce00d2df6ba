package io.diffsr.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * An evaluation, ready to be written.
 *
 * @param facts what was run, on what, in the order of the report
 * @param metrics whose tables are shown
 * @param methods rows
 * @param scales columns
 * @param cells for every row and column
 * @param figures to be shown below the tables
 */
public record EvaluationReport(
    Map<String, String> facts,
    List<Metric> metrics,
    List<String> methods,
    List<Double> scales,
    List<ResultCell> cells,
    List<Figure> figures) {
  public EvaluationReport {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    metrics = List.copyOf(metrics);
    methods = List.copyOf(methods);
    scales = List.copyOf(scales);
    cells = List.copyOf(cells);
    figures = List.copyOf(figures);
  }

  /** Metrics that were measured at all. */
  List<Metric> shown() {
    return metrics.stream()
        .filter(metric -> cells.stream().anyMatch(cell -> cell.means().containsKey(metric)))
        .toList();
  }

  /** A value; empty where it was not measured. */
  OptionalDouble value(Metric metric, String method, double scale) {
    return cells.stream()
        .filter(cell -> cell.method().equals(method) && cell.scale() == scale)
        .filter(cell -> cell.means().containsKey(metric))
        .mapToDouble(cell -> cell.means().getOrDefault(metric, Double.NaN))
        .findFirst();
  }

  /** A value as it is printed; a dash where there is none. */
  String text(Metric metric, String method, double scale) {
    OptionalDouble value = value(metric, method, scale);
    if (value.isEmpty()) {
      return "–";
    }
    double number = value.getAsDouble();
    return Double.isInfinite(number)
        ? "∞"
        : String.format(Locale.ROOT, "%." + metric.digits() + "f", number);
  }
}
