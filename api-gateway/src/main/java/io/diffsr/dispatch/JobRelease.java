package io.diffsr.dispatch;

import io.diffsr.job.Job;
import io.diffsr.messaging.CloudEvent;
import io.diffsr.messaging.Topics;
import io.diffsr.store.DispatchStore;
import io.smallrye.reactive.messaging.kafka.Record;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.jboss.logging.Logger;

/** Hands jobs that are marked as released to Kafka. */
@ApplicationScoped
class JobRelease {
  private static final Logger LOG = Logger.getLogger(JobRelease.class);

  /** Longer than the producer tries. */
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(15);

  private final DispatchStore jobs;
  private final Emitter<Record<String, String>> emitter;

  @Inject
  JobRelease(DispatchStore jobs, @Channel("jobs") Emitter<Record<String, String>> emitter) {
    this.jobs = jobs;
    this.emitter = emitter;
  }

  /**
   * Sends the jobs in their order and waits until Kafka has taken them. One that Kafka does not
   * take goes back to the backlog.
   *
   * @param released jobs whose release is committed
   */
  void send(List<Job> released) {
    Map<Job, CompletableFuture<Void>> sent = new LinkedHashMap<>();
    for (Job job : released) {
      String event = CloudEvent.about(job.id(), "/gateway", CloudEvent.JOB_RELEASED, null).toJson();
      sent.put(job, send(job, event));
    }
    List<Job> refused = new ArrayList<>();
    sent.forEach(
        (job, acknowledged) -> {
          try {
            acknowledged.join();
          } catch (CompletionException e) {
            refused.add(job);
            LOG.warnf(e.getCause(), "Kafka did not take job %s on %s", job.id(), Topics.JOBS);
          }
        });
    refused.forEach(job -> jobs.unrelease(job.id()));
  }

  /**
   * A channel that is full or closed throws, and one that is being closed never answers; the others
   * must be sent or go back all the same.
   */
  private CompletableFuture<Void> send(Job job, String event) {
    try {
      return emitter
          .send(Record.of(job.id().toString(), event))
          .toCompletableFuture()
          .orTimeout(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
