package io.diffsr.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long running jobs run on that are canceled all at once. */
final class Cancels {
  private static final int JOBS = 20;

  private Cancels() {}

  /** From the request to an answer that shows the job as canceled. */
  static Percentiles measure(Installation installation) throws IOException, InterruptedException {
    installation.workers(JOBS);
    List<String> jobs = installation.running(JOBS);
    List<Long> starts = new ArrayList<>();
    for (String job : jobs) {
      starts.add(System.nanoTime());
      installation.api().cancel(job);
    }
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < JOBS; i++) {
      installation.api().awaitStatus(jobs.get(i), "canceled");
      times.add(System.nanoTime() - starts.get(i));
    }
    return Percentiles.of(times);
  }
}
