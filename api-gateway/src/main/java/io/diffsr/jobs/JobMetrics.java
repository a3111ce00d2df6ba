package io.diffsr.jobs;

import io.diffsr.job.JobStatus;
import io.diffsr.store.JobCounts;
import io.diffsr.store.QueueStore;
import io.diffsr.store.WorkerRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How many jobs there are, by status: {@code queued} is the signal to add workers by. */
@ApplicationScoped
class JobMetrics {
  /** All gauges of one scrape are answered by the same query. */
  private static final long SCRAPE_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(500);

  private final JobCounts jobs;
  private Map<JobStatus, Long> byStatus = Map.of();
  private long countedAt;

  @Inject
  JobMetrics(JobCounts jobs) {
    this.jobs = jobs;
  }

  void register(
      @Observes StartupEvent start,
      MeterRegistry registry,
      WorkerRegistry workers,
      QueueStore queue) {
    Gauge.builder("diffsr.queue.paused", queue, each -> each.pause().isPresent() ? 1 : 0)
        .description("1 while no job is released because someone paused the queue")
        .register(registry);
    Gauge.builder("diffsr.workers", workers, WorkerRegistry::countLive)
        .description("Workers that have registered lately")
        .register(registry);
    Gauge.builder("diffsr.jobs.set.aside", jobs, JobCounts::setAside)
        .description("Jobs that this version of the service cannot read")
        .register(registry);
    Gauge.builder("diffsr.jobs.without.worker", jobs, JobCounts::withoutWorker)
        .description("Queued jobs that no registered worker can run")
        .register(registry);
    Gauge.builder("diffsr.jobs.retryable", jobs, each -> each.deadLetters().count())
        .description("Failed jobs that may be retried")
        .register(registry);
    Gauge.builder("diffsr.jobs.retryable.age", jobs, each -> each.deadLetters().oldestSeconds())
        .baseUnit("seconds")
        .description("Since when the oldest of them has failed")
        .register(registry);
    for (JobStatus status : JobStatus.values()) {
      Gauge.builder("diffsr.jobs", this, metrics -> metrics.count(status))
          .tag("status", status.wireName())
          .description("Jobs by status")
          .register(registry);
    }
  }

  private synchronized long count(JobStatus status) {
    if (byStatus.isEmpty() || System.nanoTime() - countedAt > SCRAPE_NANOSECONDS) {
      byStatus = jobs.byStatus();
      countedAt = System.nanoTime();
    }
    return byStatus.getOrDefault(status, 0L);
  }
}
