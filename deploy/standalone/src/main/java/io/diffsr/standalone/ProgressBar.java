package io.diffsr.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Locale;

/**
 * A line that shows the progress of a job. On a terminal it is redrawn in place; elsewhere a line
 * is written for each tenth.
 */
final class ProgressBar {
  private static final int WIDTH = 28;
  private static final int BLANK = 78;

  private final PrintStream out;
  private final boolean terminal;
  private int reportedTenth = -1;

  ProgressBar(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** Shows a state that has no measure, such as waiting in the queue. */
  synchronized void state(String text) {
    draw(text);
  }

  /** Shows a job's progress as the service reports it. */
  synchronized void progress(JsonNode progress) {
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
    if (terminal) {
      out.print("\r" + " ".repeat(BLANK) + "\r");
      out.flush();
    }
  }

  static String line(JsonNode progress) {
    double percent = Math.max(0, Math.min(100, progress.path("percent").asDouble()));
    int full = (int) Math.round(percent / 100 * WIDTH);
    StringBuilder line = new StringBuilder();
    line.append('[').append("#".repeat(full)).append("-".repeat(WIDTH - full)).append("] ");
    line.append(
        String.format(Locale.ROOT, "%3.0f %%  %s", percent, progress.path("phase").asText()));
    if (progress.path("steps").asInt() > 0) {
      line.append(" step ").append(progress.path("step").asInt());
      line.append('/').append(progress.path("steps").asInt());
    }
    if (progress.hasNonNull("eta_seconds")) {
      line.append("  ").append(duration(progress.path("eta_seconds").asDouble())).append(" left");
    }
    return line.toString();
  }

  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : "%d min %02d s".formatted(whole / 60, whole % 60);
  }

  private void draw(String text) {
    if (terminal) {
      out.print("\r" + text + " ".repeat(Math.max(0, BLANK - text.length())));
      out.flush();
    } else {
      out.println(text);
    }
  }
}
