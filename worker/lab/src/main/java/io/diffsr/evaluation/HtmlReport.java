package io.diffsr.evaluation;

import java.util.Base64;
import java.util.OptionalDouble;

/** An evaluation as one HTML file that needs nothing beside it. */
public final class HtmlReport {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Diff-SR evaluation</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
      table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; }
      th, td { padding: 0.3rem 0.9rem; text-align: right; border-bottom: 1px solid #ccc; }
      th:first-child { text-align: left; font-weight: normal; }
      thead th { font-weight: bold; }
      td.best { font-weight: bold; }
      p { max-width: 44rem; }
      dt { font-weight: bold; }
      figure { margin: 1rem 0 2rem; }
      img { max-width: 100%; height: auto; }
      </style>
      </head>
      <body>
      <h1>Evaluation</h1>
      """;

  private HtmlReport() {}

  /** The text of report.html. */
  public static String text(EvaluationReport report) {
    StringBuilder html = new StringBuilder(HEAD).append("<dl>\n");
    report
        .facts()
        .forEach(
            (name, value) ->
                html.append("<dt>" + escaped(name) + "</dt><dd>" + escaped(value) + "</dd>\n"));
    html.append("</dl>\n");
    report.shown().forEach(metric -> table(report, metric, html));
    for (Figure figure : report.figures()) {
      html.append("<h2>").append(escaped(figure.title())).append("</h2>\n<figure><img alt=\"");
      html.append(escaped(figure.title())).append("\" src=\"data:image/png;base64,");
      html.append(Base64.getEncoder().encodeToString(figure.png()));
      html.append("\"><figcaption>").append(escaped(figure.caption()));
      html.append("</figcaption></figure>\n");
    }
    return html.append("</body>\n</html>\n").toString();
  }

  private static void table(EvaluationReport report, Metric metric, StringBuilder html) {
    html.append("<h2>").append(escaped(metric.title())).append("</h2>\n<p>");
    html.append(escaped(metric.explanation())).append("</p>\n<table>\n<thead><tr><th></th>");
    report.scales().forEach(scale -> html.append("<th>").append(scale).append("×</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    for (String method : report.methods()) {
      html.append("<tr><th>").append(escaped(method)).append("</th>");
      for (double scale : report.scales()) {
        html.append(best(report, metric, method, scale) ? "<td class=\"best\">" : "<td>");
        html.append(report.text(metric, method, scale)).append("</td>");
      }
      html.append("</tr>\n");
    }
    html.append("</tbody>\n</table>\n");
  }

  private static boolean best(EvaluationReport report, Metric metric, String method, double scale) {
    OptionalDouble own = report.value(metric, method, scale);
    return metric.quality()
        && own.isPresent()
        && report.methods().stream()
            .map(other -> report.value(metric, other, scale))
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .noneMatch(
                other ->
                    metric.moreIsBetter() ? other > own.getAsDouble() : other < own.getAsDouble());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
