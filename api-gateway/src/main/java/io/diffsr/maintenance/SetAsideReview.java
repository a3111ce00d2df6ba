package io.diffsr.maintenance;

import io.diffsr.store.MaintenanceStore;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Takes up again what an older version of the service could not read and set aside. */
@ApplicationScoped
class SetAsideReview {
  private static final Logger LOG = Logger.getLogger(SetAsideReview.class);
  private static final int BATCH = 100;

  private final MaintenanceStore store;

  @Inject
  SetAsideReview(MaintenanceStore store) {
    this.store = store;
  }

  @Scheduled(
      every = "10s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void review() {
    int readmitted = store.readmit(BATCH);
    if (readmitted > 0) {
      LOG.infof("%d jobs that were set aside can be read now", readmitted);
    }
  }
}
