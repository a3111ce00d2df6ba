package io.diffsr.faults;

import io.diffsr.faults.FaultRun.Settings;
import io.diffsr.faults.History.Ending;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run gave.
 *
 * @param done number of faults that were made, by kind and part
 * @param waits of the jobs, from the submission to the answer that showed the end, nanoseconds
 *     ascending
 * @param refusals requests that were not answered, or refused for a while
 * @param revived processes that ended by themselves and were started again
 * @param accidents what went wrong with the run itself, or was answered as nobody should be
 */
record FaultReport(
    Settings settings,
    List<Fault> plan,
    Map<String, Integer> done,
    History history,
    List<Long> waits,
    long refusals,
    int revived,
    List<String> accidents,
    Duration lasted,
    List<Violation> violations) {
  private static final int SHOWN = 50;

  /** In Markdown. */
  String text() {
    Map<String, Long> ends =
        history.endings().values().stream()
            .collect(
                Collectors.groupingBy(
                    (Ending ending) -> ending.last().status(),
                    TreeMap::new,
                    Collectors.counting()));
    long again =
        history.endings().values().stream()
            .mapToLong(ending -> Math.max(0, ending.attempts() - 1))
            .sum();
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d jobs and %d faults, seed %d: %d violations."
            .formatted(settings.jobs(), settings.faults(), settings.seed(), violations.size()));
    lines.addAll(List.of("", "| | |", "|---|---|"));
    lines.add(row("time", lasted.toSeconds() + " s"));
    lines.add(
        row(
            "a fault every",
            "%.1f s, each up to %d s"
                .formatted(settings.between().toMillis() / 1e3, settings.longest().toSeconds())));
    lines.add(row("jobs", ends));
    lines.add(row("answers 202", history.acceptances().size()));
    lines.add(row("answers to reads", history.answers().size()));
    lines.add(row("webhooks", history.notices().size()));
    lines.add(row("requests without an answer, or told to come back", refusals));
    lines.add(row("attempts beyond the first", again));
    lines.add(row("processes that ended by themselves and were started again", revived));
    lines.add(
        row(
            "from submission to the answer that shows the end",
            "p50 %.1f s, p99 %.1f s, longest %.1f s"
                .formatted(quantile(0.5), quantile(0.99), quantile(1))));
    lines.addAll(List.of("", "| fault | times |", "|---|---|"));
    new TreeMap<>(done)
        .forEach((fault, times) -> lines.add(row(fault.toLowerCase(Locale.ROOT), times)));
    lines.add("");
    accidents.stream().limit(SHOWN).forEach(accident -> lines.add("- " + accident));
    violations.stream().limit(SHOWN).forEach(violation -> lines.add("- " + violation));
    return String.join("\n", lines) + "\n";
  }

  private double quantile(double share) {
    return waits.isEmpty() ? 0 : waits.get((int) (share * (waits.size() - 1))) / 1e9;
  }

  private static String row(String name, Object value) {
    return "| " + name + " | " + value + " |";
  }
}
