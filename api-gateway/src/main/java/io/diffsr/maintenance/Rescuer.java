package io.diffsr.maintenance;

import io.diffsr.job.Job;
import io.diffsr.store.MaintenanceStore;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Ends attempts whose worker missed its heartbeats, so that their jobs go on elsewhere. A heartbeat
 * that the database could not take is not missed.
 */
@ApplicationScoped
class Rescuer {
  private static final Logger LOG = Logger.getLogger(Rescuer.class);
  private static final int BATCH = 100;

  private final MaintenanceStore store;
  private final Steadiness database;

  @Inject
  Rescuer(MaintenanceStore store, MaintenanceSettings settings) {
    this.store = store;
    this.database = new Steadiness(settings.leaseGrace(), System::nanoTime);
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void rescue() {
    try {
      List<Job> rescued;
      do {
        // A look that changes nothing shows how fast the database answers.
        rescued = store.rescue(database.look() ? BATCH : 0, database.patience());
        rescued.forEach(job -> LOG.infof("job %s: lease lost, now %s", job.id(), job.status()));
      } while (rescued.size() == BATCH);
    } catch (RuntimeException e) {
      database.disturbed();
      LOG.warnf("leases that ran out are left alone for a while: %s", e.getMessage());
    }
  }
}
