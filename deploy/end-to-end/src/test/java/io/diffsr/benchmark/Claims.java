package io.diffsr.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** How long a job waits that finds a worker idle. */
final class Claims {
  private static final int WARM_UP = 60;
  private static final int JOBS = 300;

  private Claims() {}

  /** From a job's creation to its start, by the database's clock, one job after another. */
  static Percentiles measure(Installation installation) throws IOException, InterruptedException {
    installation.workers(1);
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < WARM_UP + JOBS; i++) {
      JsonNode job = installation.succeeded(installation.submit("bicubic"));
      if (i >= WARM_UP) {
        waits.add(
            Duration.between(
                    Instant.parse(job.path("created_at").asText()),
                    Instant.parse(job.path("started_at").asText()))
                .toNanos());
      }
    }
    return Percentiles.of(waits);
  }
}
