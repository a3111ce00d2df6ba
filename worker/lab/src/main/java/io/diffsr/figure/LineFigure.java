package io.diffsr.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.None;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A chart of lines over one axis, as a PNG file. Points that are not finite are left out. */
public final class LineFigure {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 560;

  private final XYChart chart;
  private final boolean logarithmic;
  private double lowest = Double.POSITIVE_INFINITY;
  private double highest = Double.NEGATIVE_INFINITY;
  private final List<Upright> uprights = new ArrayList<>();

  private record Upright(String name, double x) {}

  /**
   * An empty chart.
   *
   * @param logarithmic whether the upward axis is; then only values above 0 are shown
   */
  public LineFigure(String title, String across, String up, boolean logarithmic) {
    this.logarithmic = logarithmic;
    chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(across)
            .yAxisTitle(up)
            .build();
    chart.getStyler().setLocale(Locale.ROOT);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisLogarithmic(logarithmic);
    chart.getStyler().setMarkerSize(6);
  }

  /** Adds a line whose points are marked. */
  public LineFigure line(String name, List<Double> x, List<Double> y) {
    add(name, x, y);
    return this;
  }

  /** Adds a line without marks. */
  public LineFigure curve(String name, List<Double> x, List<Double> y) {
    XYSeries series = add(name, x, y);
    if (series != null) {
      series.setMarker(new None());
    }
    return this;
  }

  /** Adds points that no line joins. */
  public LineFigure points(String name, List<Double> x, List<Double> y) {
    XYSeries series = add(name, x, y);
    if (series != null) {
      series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      series.setMarker(SeriesMarkers.CIRCLE);
    }
    return this;
  }

  /** Adds an upright line through the whole height of what is shown. */
  public LineFigure upright(String name, double x) {
    uprights.add(new Upright(name, x));
    return this;
  }

  private @Nullable XYSeries add(String name, List<Double> x, List<Double> y) {
    List<Double> shownX = new ArrayList<>();
    List<Double> shownY = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      double value = y.get(i);
      if (Double.isFinite(value) && (!logarithmic || value > 0)) {
        shownX.add(x.get(i));
        shownY.add(value);
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
    }
    return shownX.isEmpty() ? null : chart.addSeries(name, shownX, shownY);
  }

  /** The PNG file. To be called once, after everything was added. */
  public byte[] png() {
    if (lowest > highest) {
      lowest = 1;
      highest = 2;
    }
    for (Upright upright : uprights) {
      XYSeries series =
          chart.addSeries(
              upright.name(), List.of(upright.x(), upright.x()), List.of(lowest, highest));
      series.setMarker(new None());
      series.setLineStyle(
          new BasicStroke(
              1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {6, 4}, 0));
    }
    if (chart.getSeriesMap().isEmpty()) {
      // A chart without any series cannot be drawn.
      chart.addSeries("nothing to show", List.of(0.0, 1.0), List.of(1.0, 2.0));
    }
    try {
      return BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
