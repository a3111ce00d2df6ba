package io.diffsr.maintenance;

import io.diffsr.job.Job;
import io.diffsr.store.MaintenanceStore;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.logging.Logger;

/** Ends attempts whose worker missed its heartbeats, so that their jobs go on elsewhere. */
@ApplicationScoped
class Rescuer {
  private static final Logger LOG = Logger.getLogger(Rescuer.class);
  private static final int BATCH = 100;

  private final MaintenanceStore store;

  @Inject
  Rescuer(MaintenanceStore store) {
    this.store = store;
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void rescue() {
    List<Job> rescued;
    do {
      rescued = store.rescue(BATCH);
      rescued.forEach(job -> LOG.infof("job %s: lease lost, now %s", job.id(), job.status()));
    } while (rescued.size() == BATCH);
  }
}
