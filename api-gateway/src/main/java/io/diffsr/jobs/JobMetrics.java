package io.diffsr.jobs;

import io.diffsr.job.JobStatus;
import io.diffsr.store.JobStore;
import io.diffsr.store.WorkerRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;

/** How many jobs there are, by status: {@code queued} is the signal to add workers by. */
@ApplicationScoped
class JobMetrics {
  /** Longer than a few heartbeats of a worker, which come every 5 s. */
  private static final Duration MISSED_HEARTBEATS = Duration.ofSeconds(20);

  void register(
      @Observes StartupEvent start, MeterRegistry registry, JobStore jobs, WorkerRegistry workers) {
    Gauge.builder("diffsr.workers", workers, alive -> alive.alive(MISSED_HEARTBEATS).size())
        .description("Workers with a recent heartbeat")
        .register(registry);
    for (JobStatus status : JobStatus.values()) {
      Gauge.builder("diffsr.jobs", jobs, store -> store.count(status))
          .tag("status", status.wireName())
          .description("Jobs by status")
          .register(registry);
    }
  }
}
