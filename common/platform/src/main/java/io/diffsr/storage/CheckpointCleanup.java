package io.diffsr.storage;

import io.diffsr.job.JobEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Removes the checkpoint of a job that has ended, in whichever process that became known. */
@ApplicationScoped
class CheckpointCleanup {
  private static final Logger LOG = Logger.getLogger(CheckpointCleanup.class);

  private final ObjectStore objects;

  @Inject
  CheckpointCleanup(ObjectStore objects) {
    this.objects = objects;
  }

  void ended(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobEvent event) {
    if (!event.status().terminal() || event.attempt() == 0) {
      return;
    }
    try {
      objects.delete(ObjectKeys.checkpoint(event.job()));
    } catch (RuntimeException e) {
      LOG.warnf("left the checkpoint of job %s behind: %s", event.job(), e.getMessage());
    }
  }
}
