package io.diffsr.evaluation;

import io.diffsr.figure.LineFigure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Distortion against perception, a chart per scale: every method a point, diff-sr with its
 * fidelities a line (Blau and Michaeli, "The Perception-Distortion Tradeoff", CVPR 2018).
 */
public final class TradeOffs {
  private TradeOffs() {}

  /** One method at one scale. */
  private record Point(double distance, double decibels) {}

  /**
   * The charts.
   *
   * @param cells of all methods and scales; those without a feature distance are left out
   */
  public static List<Figure> figures(
      List<ComparedMethod> methods, List<Double> scales, List<ResultCell> cells) {
    List<Figure> figures = new ArrayList<>();
    for (double scale : scales) {
      LineFigure chart =
          new LineFigure(
              "PSNR against distance at %s×".formatted(scale),
              Metric.INCEPTION_MIXED4_DISTANCE.title(),
              Metric.PSNR_RGB.title(),
              false);
      List<Point> walk = new ArrayList<>();
      boolean any = false;
      for (ComparedMethod method : methods) {
        Optional<Point> point = point(cells, method.name(), scale);
        any |= point.isPresent();
        if (point.isPresent() && walks(method)) {
          walk.add(point.get());
        } else {
          point.ifPresent(
              at -> chart.points(method.name(), List.of(at.distance()), List.of(at.decibels())));
        }
      }
      walk.sort(Comparator.comparingDouble(Point::distance));
      if (!walk.isEmpty()) {
        chart.line(
            "diff-sr, fidelity 0 to 1",
            walk.stream().map(Point::distance).toList(),
            walk.stream().map(Point::decibels).toList());
      }
      if (any) {
        figures.add(
            new Figure(
                "figure-8-trade-off-%sx.png".formatted(scale),
                "Trade-off at %s×".formatted(scale),
                "Up is nearer to the original, left is more like photographs.",
                chart.png()));
      }
    }
    return figures;
  }

  private static boolean walks(ComparedMethod method) {
    return method.diffusion()
        && method.options().fidelity() != null
        && method.options().start() == null;
  }

  private static Optional<Point> point(List<ResultCell> cells, String method, double scale) {
    return cells.stream()
        .filter(cell -> cell.method().equals(method) && cell.scale() == scale)
        .filter(cell -> cell.means().containsKey(Metric.INCEPTION_MIXED4_DISTANCE))
        .map(
            cell ->
                new Point(
                    cell.means().getOrDefault(Metric.INCEPTION_MIXED4_DISTANCE, Double.NaN),
                    cell.means().getOrDefault(Metric.PSNR_RGB, Double.NaN)))
        .findFirst();
  }
}
