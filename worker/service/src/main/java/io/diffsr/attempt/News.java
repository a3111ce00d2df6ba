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
 * Tells the gateways what happens to jobs here. News may be lost: whoever needs to be sure asks the
 * store.
 */
@ApplicationScoped
public class News {
  private static final Logger LOG = Logger.getLogger(News.class);

  private final Emitter<Record<String, String>> emitter;
  private final WorkerName worker;

  @Inject
  News(
      @Channel("job-events") @OnOverflow(OnOverflow.Strategy.LATEST)
          Emitter<Record<String, String>> emitter,
      WorkerName worker) {
    this.emitter = emitter;
    this.worker = worker;
  }

  public void progress(Attempt attempt) {
    Progress progress = attempt.progress();
    if (progress != null) {
      tell(attempt.id(), CloudEvent.JOB_PROGRESS, progress);
    }
  }

  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobEvent event) {
    tell(event.job(), CloudEvent.JOB_STATUS, null);
  }

  private void tell(UUID job, String type, @Nullable Object data) {
    String json = CloudEvent.about(job, "/workers/" + worker.value(), type, data).toJson();
    try {
      emitter.send(Record.of(job.toString(), json));
    } catch (IllegalStateException e) {
      LOG.debugf("no news of job %s: %s", job, e.getMessage());
    }
  }
}
