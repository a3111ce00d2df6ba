package io.diffsr.attempt;

import io.diffsr.job.JobStatus;
import io.diffsr.job.UpscaleReport;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The metrics of a worker. */
@ApplicationScoped
class WorkMetrics {
  private final MeterRegistry registry;

  @Inject
  WorkMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void finished(UpscaleReport report) {
    report
        .secondsPerPhase()
        .forEach(
            (phase, seconds) ->
                registry
                    .timer("diffsr.phase", "phase", phase)
                    .record((long) (seconds * 1e9), TimeUnit.NANOSECONDS));
    registry.counter("diffsr.network.calls").increment(report.networkCalls());
  }

  /**
   * Counts an attempt.
   *
   * @param next the job's status after it; {@code queued} means that another attempt follows
   */
  void attemptEnded(JobStatus next) {
    registry.counter("diffsr.attempts", "next", next.name().toLowerCase(Locale.ROOT)).increment();
  }

  void leaseLost() {
    registry.counter("diffsr.lease.losses").increment();
  }
}
