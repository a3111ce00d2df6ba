package io.diffsr.maintenance;

import io.diffsr.store.WorkerRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/** Removes registrations of workers that ended without deregistering. */
@ApplicationScoped
class RegistrationCleaner {
  /** Long after such a worker has ceased to count, so that a frozen one finds its registration. */
  private static final Duration AGE = Duration.ofHours(1);

  private final WorkerRegistry workers;

  @Inject
  RegistrationCleaner(WorkerRegistry workers) {
    this.workers = workers;
  }

  @Scheduled(
      every = "1m",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void clean() {
    int unused = workers.removeOlder(AGE);
  }
}
