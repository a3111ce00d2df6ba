package io.diffsr.evaluation;

/** An evaluation as Markdown, its figures in files beside it. */
public final class MarkdownReport {
  private MarkdownReport() {}

  /** The text of report.md. */
  public static String text(EvaluationReport report) {
    StringBuilder text = new StringBuilder("# Evaluation\n\n");
    report.facts().forEach((name, value) -> text.append("- " + name + ": " + value + "\n"));
    for (Metric metric : report.shown()) {
      text.append("\n## ").append(metric.title()).append("\n\n");
      text.append(metric.explanation()).append("\n\n| |");
      report.scales().forEach(scale -> text.append(' ').append(scale).append("× |"));
      text.append("\n|---|");
      report.scales().forEach(scale -> text.append("---:|"));
      text.append('\n');
      for (String method : report.methods()) {
        text.append("| ").append(method).append(" |");
        for (double scale : report.scales()) {
          text.append(' ').append(report.text(metric, method, scale)).append(" |");
        }
        text.append('\n');
      }
    }
    for (Figure figure : report.figures()) {
      text.append("\n## ").append(figure.title()).append("\n\n![");
      text.append(figure.title()).append("](").append(figure.file()).append(")\n\n");
      text.append(figure.caption()).append('\n');
    }
    return text.toString();
  }
}
