package io.diffsr.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Jobs per second of so many workers, beside what their networks alone would do. */
final class Throughput {
  private static final int JOBS_PER_WORKER = 8;
  private static final double MILLISECONDS_PER_SECOND = 1e3;

  private Throughput() {}

  /**
   * Of so many workers.
   *
   * @param jobsPerSecond from when each could have ended its first job until the last had ended
   * @param efficiency share of the workers' time in their networks
   * @param connections to the database meanwhile
   * @param heapBytes of the gateway in use at the end, garbage included
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Level(
      int workers, double jobsPerSecond, double efficiency, int connections, long heapBytes) {}

  static Level measure(Installation installation, int workers)
      throws IOException, InterruptedException, SQLException {
    installation.workers(workers);
    List<String> jobs = new ArrayList<>();
    for (int i = 0; i < workers * JOBS_PER_WORKER; i++) {
      jobs.add(installation.submit());
    }
    int connections = installation.connections();
    record End(Instant at, double networkSeconds) {}
    List<End> ends = new ArrayList<>();
    for (String job : jobs) {
      JsonNode ended = installation.succeeded(job);
      ends.add(
          new End(
              Instant.parse(ended.path("finished_at").asText()),
              ended.path("result").path("network_seconds").asDouble()));
    }
    ends.sort(Comparator.comparing(End::at));
    // Until then workers may have waited for the first submissions.
    List<End> counted = ends.subList(workers, ends.size());
    Duration span =
        Duration.between(ends.get(workers - 1).at(), counted.get(counted.size() - 1).at());
    double seconds = span.toMillis() / MILLISECONDS_PER_SECOND;
    double inNetwork = counted.stream().mapToDouble(End::networkSeconds).sum();
    return new Level(
        workers,
        counted.size() / seconds,
        inNetwork / (seconds * workers),
        connections,
        installation.gatewayHeap());
  }
}
