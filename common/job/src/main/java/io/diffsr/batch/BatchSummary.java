package io.diffsr.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** Counts what became of several pictures. Thread-safe. */
public final class BatchSummary {
  private final int all;
  private final List<String> failures = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private int done;
  private int skipped;

  /**
   * @param all how many there are
   */
  public BatchSummary(int all) {
    this.all = all;
  }

  /** How many there are. */
  public int all() {
    return all;
  }

  /** A picture is enlarged. */
  public synchronized void done() {
    done++;
  }

  /** A picture's result is there already. */
  public synchronized void skipped() {
    skipped++;
  }

  /** A picture's result comes with something to know. */
  public synchronized void warned(Path picture, String text) {
    warnings.add(picture + ": " + text);
  }

  /** A picture cannot be enlarged. */
  public synchronized void failed(Path picture, String reason) {
    failures.add(picture + ": " + reason);
  }

  /** Whether some could not be enlarged. */
  public synchronized boolean hasFailures() {
    return !failures.isEmpty();
  }

  /** How far it is, for a line of progress, for example {@code 3 of 12, 1 failed}. */
  public synchronized String progress() {
    String text = "%d of %d".formatted(ended(), all);
    return failures.isEmpty() ? text : text + ", %d failed".formatted(failures.size());
  }

  /** Pictures that nothing is to be done for any more. */
  public synchronized int ended() {
    return done + skipped + failures.size();
  }

  /**
   * The whole, for people: one line, and one for each warning and each failure.
   *
   * @param seconds that it took
   */
  public synchronized String text(double seconds) {
    StringJoiner counts = new StringJoiner(", ");
    counts.add(done + " enlarged");
    if (skipped > 0) {
      counts.add(skipped + " there already (--force makes them again)");
    }
    if (!failures.isEmpty()) {
      counts.add(failures.size() + " failed");
    }
    int open = all - ended();
    if (open > 0) {
      counts.add(open + " not begun");
    }
    StringBuilder text = new StringBuilder();
    warnings.forEach(line -> text.append("  warning: ").append(line).append('\n'));
    failures.forEach(line -> text.append("  failed: ").append(line).append('\n'));
    text.append(
        String.format(
            Locale.ROOT,
            "%d %s: %s; %.1f s%n",
            all,
            all == 1 ? "picture" : "pictures",
            counts,
            seconds));
    return text.toString();
  }
}
