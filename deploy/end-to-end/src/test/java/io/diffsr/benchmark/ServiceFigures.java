package io.diffsr.benchmark;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the service does beside the networks, measured in one run on one machine.
 *
 * @param processors that everything shared, the callers included
 * @param claim from a job's row to its start on an idle worker
 * @param cancel from a request to the end of the job, with 20 running jobs canceled at once
 * @param throughput per number of workers, ascending
 * @param submissions beside their ceiling
 * @param readers of event streams
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record ServiceFigures(
    int processors,
    Percentiles claim,
    Percentiles cancel,
    List<Throughput.Level> throughput,
    Submissions.Figures submissions,
    Readers.Figures readers) {

  private static final long BYTES_PER_MEBIBYTE = 1 << 20;

  /** As people read it. */
  String text() {
    return """
        processors: %d
        queued to running, idle worker: p50 %.1f ms, p99 %.1f ms
        20 running jobs canceled: p50 %.0f ms, longest %.0f ms

         workers   jobs/s  efficiency  connections  gateway heap
        %s
        submissions of %d bytes by %d callers: %.1f/s, p50 %.0f ms, p99 %.0f ms
          ceiling: %.1f/s, p50 %.0f ms, p99 %.0f ms; ratio %.2f
        %d readers of %d running jobs, %.0f events/s, %d streams lost
          GET meanwhile: p50 %.1f ms, p99 %.1f ms; before: p50 %.1f ms, p99 %.1f ms; ratio of p99 %.2f
        """
        .formatted(
            processors,
            claim.p50(),
            claim.p99(),
            cancel.p50(),
            cancel.most(),
            throughput.stream().map(ServiceFigures::row).collect(Collectors.joining()),
            submissions.bytes(),
            submissions.callers(),
            submissions.perSecond(),
            submissions.times().p50(),
            submissions.times().p99(),
            submissions.ceilingPerSecond(),
            submissions.ceilingTimes().p50(),
            submissions.ceilingTimes().p99(),
            submissions.ratio(),
            readers.streams(),
            readers.jobs(),
            readers.eventsPerSecond(),
            readers.lost(),
            readers.loaded().p50(),
            readers.loaded().p99(),
            readers.idle().p50(),
            readers.idle().p99(),
            readers.ratio());
  }

  private static String row(Throughput.Level level) {
    return "%8d %8.2f %11.3f %12d %9d MiB\n"
        .formatted(
            level.workers(),
            level.jobsPerSecond(),
            level.efficiency(),
            level.connections(),
            level.heapBytes() / BYTES_PER_MEBIBYTE);
  }
}
