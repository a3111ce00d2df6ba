package io.diffsr.maintenance;

import io.diffsr.store.MaintenanceStore;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Expires queued jobs that are past their deadline. */
@ApplicationScoped
class Expirer {
  private static final int BATCH = 100;

  private final MaintenanceStore store;

  @Inject
  Expirer(MaintenanceStore store) {
    this.store = store;
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void expire() {
    int expired = BATCH;
    while (expired == BATCH) {
      expired = store.expire(BATCH).size();
    }
  }
}
