package io.diffsr.attempt;

import io.diffsr.job.JobEvent;
import io.diffsr.job.Progress;
import io.diffsr.messaging.CloudEvent;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Sends progress and changes of status to the gateways. Events may be lost: the store is the truth.
 */
@ApplicationScoped
public class JobEventSender {
  private static final Logger LOG = Logger.getLogger(JobEventSender.class);

  private final Emitter<Record<String, String>> emitter;
  private final WorkerName worker;

  @Inject
  JobEventSender(
      @Channel("job-events") @OnOverflow(OnOverflow.Strategy.LATEST)
          Emitter<Record<String, String>> emitter,
      WorkerName worker) {
    this.emitter = emitter;
    this.worker = worker;
  }

  public void progress(RunningAttempt attempt) {
    Progress progress = attempt.progress();
    if (progress != null) {
      send(attempt.id(), CloudEvent.JOB_PROGRESS, progress);
    }
  }

  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobEvent event) {
    send(event.job(), CloudEvent.JOB_STATUS, null);
  }

  private void send(UUID job, String type, @Nullable Object data) {
    String json = CloudEvent.about(job, "/workers/" + worker.value(), type, data).toJson();
    try {
      emitter.send(Record.of(job.toString(), json));
    } catch (IllegalStateException e) {
      LOG.debugf("an event of job %s was not sent: %s", job, e.getMessage());
    }
  }
}
