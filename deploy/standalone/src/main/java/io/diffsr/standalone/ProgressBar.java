package io.diffsr.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/**
 * A line that shows the progress of a job. On a terminal it is redrawn in place; elsewhere a line
 * is written for each tenth.
 */
final class ProgressBar implements ServiceJob.Display {
  private static final int WIDTH = 28;
  private static final int BLANK = 78;

  private final PrintStream out;
  private final boolean terminal;
  private final boolean quiet;
  private int reportedTenth = -1;

  ProgressBar(PrintStream out, boolean terminal, boolean quiet) {
    this.out = out;
    this.terminal = terminal;
    this.quiet = quiet;
  }

  @Override
  public synchronized void waiting() {
    draw("waiting for a worker");
  }

  /**
   * Shows a share of several jobs.
   *
   * @param share in 0..1
   */
  synchronized void share(double share, String detail) {
    int tenth = (int) (share * 10);
    if (terminal || tenth != reportedTenth) {
      reportedTenth = tenth;
      draw(line(100 * share, detail));
    }
  }

  @Override
  public synchronized void progress(JsonNode progress) {
    double percent = progress.path("percent").asDouble();
    int tenth = (int) (percent / 10);
    if (!terminal && tenth == reportedTenth) {
      return;
    }
    reportedTenth = tenth;
    draw(line(progress));
  }

  /** Leaves an empty line behind on a terminal. */
  synchronized void clear() {
    if (terminal && !quiet) {
      out.print("\r" + " ".repeat(BLANK) + "\r");
      out.flush();
    }
  }

  static String line(JsonNode progress) {
    StringBuilder line = new StringBuilder();
    line.append(line(progress.path("percent").asDouble(), progress.path("phase").asText()));
    if (progress.path("steps").asInt() > 0) {
      line.append(" step ").append(progress.path("step").asInt());
      line.append('/').append(progress.path("steps").asInt());
    }
    if (progress.hasNonNull("eta_seconds")) {
      line.append("  ").append(duration(progress.path("eta_seconds").asDouble())).append(" left");
    }
    return line.toString();
  }

  private static String line(double percent, String detail) {
    double shown = Math.max(0, Math.min(100, percent));
    int full = (int) Math.round(shown / 100 * WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f %%  %s",
        "#".repeat(full),
        "-".repeat(WIDTH - full),
        shown,
        detail);
  }

  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : "%d min %02d s".formatted(whole / 60, whole % 60);
  }

  private void draw(String text) {
    if (quiet) {
      return;
    }
    if (terminal) {
      out.print("\r" + text + " ".repeat(Math.max(0, BLANK - text.length())));
      out.flush();
    } else {
      out.println(text);
    }
  }
}
