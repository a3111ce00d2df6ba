package io.diffsr.cli;

import java.io.PrintStream;
import java.util.Locale;

/**
 * A line that shows the progress of a command. On a terminal it is redrawn in place; elsewhere a
 * line is written for each tenth.
 */
final class ProgressLine {
  private static final int WIDTH = 28;
  private static final int BLANK = 78;
  private static final double SECONDS_BEFORE_GUESSING = 2;

  private final PrintStream out;
  private final boolean terminal;
  private final boolean quiet;
  private String what = "";
  private long start = System.nanoTime();
  private int reportedTenth = -1;

  ProgressLine(PrintStream out, boolean terminal, boolean quiet) {
    this.out = out;
    this.terminal = terminal;
    this.quiet = quiet;
  }

  /**
   * Shows how much of a part is done.
   *
   * @param part its name; another one starts anew
   * @param share in 0..1
   * @param detail for example {@code step 3/10}
   */
  void show(String part, double share, String detail) {
    if (!part.equals(what)) {
      what = part;
      start = System.nanoTime();
      reportedTenth = -1;
    }
    int tenth = (int) (share * 10);
    if (quiet || (!terminal && tenth == reportedTenth)) {
      return;
    }
    reportedTenth = tenth;
    double seconds = (System.nanoTime() - start) / 1e9;
    String left =
        seconds > SECONDS_BEFORE_GUESSING && share > 0 && share < 1
            ? "  " + duration(seconds / share * (1 - share)) + " left"
            : "";
    draw(line(part, share, detail) + left);
  }

  static String line(String part, double share, String detail) {
    double shown = Math.max(0, Math.min(1, share));
    int full = (int) Math.round(shown * WIDTH);
    return String.format(
        Locale.ROOT,
        "[%s%s] %3.0f %%  %s%s",
        "#".repeat(full),
        "-".repeat(WIDTH - full),
        100 * shown,
        part,
        detail.isEmpty() ? "" : " " + detail);
  }

  static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : "%d min %02d s".formatted(whole / 60, whole % 60);
  }

  /** Leaves an empty line behind on a terminal. */
  void clear() {
    if (terminal && !quiet) {
      out.print("\r" + " ".repeat(BLANK) + "\r");
      out.flush();
    }
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
