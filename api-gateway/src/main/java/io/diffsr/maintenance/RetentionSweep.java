package io.diffsr.maintenance;

import io.diffsr.store.RetentionStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/** Removes what has been kept long enough, a batch in a transaction of its own at a time. */
@ApplicationScoped
class RetentionSweep {
  private static final Logger LOG = Logger.getLogger(RetentionSweep.class);
  private static final int BATCH = 500;

  private final RetentionStore store;
  private final RetentionSettings settings;
  private final MeterRegistry meters;

  @Inject
  RetentionSweep(RetentionStore store, RetentionSettings settings, MeterRegistry meters) {
    this.store = store;
    this.settings = settings;
    this.meters = meters;
    for (String what : new String[] {"results", "inputs", "jobs", "idempotency_keys"}) {
      var unused = counter(what);
    }
  }

  private Counter counter(String what) {
    return Counter.builder("diffsr.expired")
        .tag("what", what)
        .description("What was removed because it had been kept long enough, or was deleted")
        .register(meters);
  }

  void started(@Observes StartupEvent start) {
    settings.requireSound();
  }

  @Scheduled(
      every = "2s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void sweep() {
    plan();
    remove("jobs", () -> store.removeDeleted(BATCH));
    remove("jobs", () -> store.removeJobs(BATCH));
    remove("results", () -> store.removeResults(BATCH));
    remove("inputs", () -> store.removeInputs(BATCH));
    remove("idempotency_keys", () -> store.forgetKeys(settings.idempotency(), BATCH));
  }

  private void plan() {
    try {
      int planned = BATCH;
      while (planned == BATCH) {
        planned = store.plan(BATCH);
      }
    } catch (RuntimeException e) {
      LOG.warnf("could not plan what is due, will try again: %s", e.getMessage());
    }
  }

  /** One kind that cannot be removed does not keep the others. */
  private void remove(String what, IntSupplier batch) {
    int all = 0;
    try {
      int removed = BATCH;
      while (removed == BATCH) {
        removed = batch.getAsInt();
        all += removed;
        counter(what).increment(removed);
      }
    } catch (RuntimeException e) {
      LOG.warnf("could not remove %s that are due, will try again: %s", what, e.getMessage());
    }
    if (all > 0) {
      LOG.infof("removed %d %s", all, what.replace('_', ' '));
    }
  }
}
