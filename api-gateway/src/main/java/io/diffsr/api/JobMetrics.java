package io.diffsr.api;

import io.diffsr.job.JobStatus;
import io.diffsr.store.JobStore;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** How many jobs there are, by status: {@code queued} is the signal to add workers by. */
@ApplicationScoped
class JobMetrics {
  void register(@Observes StartupEvent start, MeterRegistry registry, JobStore jobs) {
    for (JobStatus status : JobStatus.values()) {
      Gauge.builder("diffsr.jobs", jobs, store -> store.count(status))
          .tag("status", status.wireName())
          .description("Jobs by status")
          .register(registry);
    }
  }
}
