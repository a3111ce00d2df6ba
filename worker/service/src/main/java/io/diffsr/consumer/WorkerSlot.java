package io.diffsr.consumer;

import io.diffsr.messaging.CloudEvent;
import io.diffsr.messaging.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One seat at the queue: takes a record, has its job run, and takes the next when that has ended.
 * While the job runs the record is renewed, so that Kafka gives it to nobody else. Losing it all
 * the same does no harm: the row in the store says who may work on a job.
 */
public final class WorkerSlot implements Runnable {
  private static final Logger LOG = Logger.getLogger(WorkerSlot.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(1);

  private final Map<String, Object> consumerSettings;
  private final Duration renewEvery;
  private final Function<UUID, Optional<Runnable>> claim;
  private final Executor executor;
  private final CountDownLatch stop;

  /**
   * @param consumerSettings of the share consumer
   * @param renewEvery a fraction of the record lock
   * @param claim claims a job, and answers what runs it to its end, or nothing where it is not to
   *     be had
   * @param executor runs jobs
   * @param stop at zero, the slot takes no more records
   */
  public WorkerSlot(
      Map<String, Object> consumerSettings,
      Duration renewEvery,
      Function<UUID, Optional<Runnable>> claim,
      Executor executor,
      CountDownLatch stop) {
    this.consumerSettings = consumerSettings;
    this.renewEvery = renewEvery;
    this.claim = claim;
    this.executor = executor;
    this.stop = stop;
  }

  @Override
  public void run() {
    try {
      while (!stopped(Duration.ZERO)) {
        try (KafkaShareConsumer<String, String> consumer =
            new KafkaShareConsumer<>(consumerSettings)) {
          consumer.subscribe(List.of(Topics.JOBS));
          while (!stopped(Duration.ZERO)) {
            for (ConsumerRecord<String, String> taken : consumer.poll(POLL)) {
              handle(consumer, taken);
            }
          }
        } catch (KafkaException e) {
          LOG.warnf("lost Kafka, will come back: %s", e.getMessage());
          stopped(AFTER_TROUBLE);
        } catch (RuntimeException | Error e) {
          // A seat that is empty without a word would look like a healthy worker.
          LOG.error("a slot failed, and takes its seat again", e);
          stopped(AFTER_TROUBLE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean stopped(Duration wait) throws InterruptedException {
    return stop.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void handle(
      KafkaShareConsumer<String, String> consumer, ConsumerRecord<String, String> taken)
      throws InterruptedException {
    if (stopped(Duration.ZERO)) {
      acknowledge(consumer, taken, AcknowledgeType.RELEASE);
      return;
    }
    Optional<Runnable> job;
    try {
      job = claim.apply(CloudEvent.fromJson(taken.value()).job());
    } catch (IllegalArgumentException e) {
      LOG.warnf("dropped a record of the jobs topic: %s", e.getMessage());
      acknowledge(consumer, taken, AcknowledgeType.REJECT);
      return;
    } catch (RuntimeException e) {
      LOG.warnf("could not claim job %s: %s", taken.key(), e);
      acknowledge(consumer, taken, AcknowledgeType.RELEASE);
      stopped(AFTER_TROUBLE);
      return;
    }
    ConsumerRecord<String, String> held = taken;
    if (job.isPresent()) {
      held = holdDuring(consumer, taken, CompletableFuture.runAsync(job.get(), executor));
    }
    if (held != null) {
      acknowledge(consumer, held, AcknowledgeType.ACCEPT);
    }
  }

  /** Renews the record until the job has ended; answers it, or null where Kafka took it away. */
  private @Nullable ConsumerRecord<String, String> holdDuring(
      KafkaShareConsumer<String, String> consumer,
      ConsumerRecord<String, String> taken,
      CompletableFuture<Void> job)
      throws InterruptedException {
    ConsumerRecord<String, String> held = taken;
    while (!ended(job)) {
      if (held != null) {
        held = renew(consumer, held);
      }
    }
    return held;
  }

  private boolean ended(CompletableFuture<Void> job) throws InterruptedException {
    try {
      job.get(renewEvery.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      LOG.error("a job ended in an unforeseen way", e.getCause());
      return true;
    }
  }

  /**
   * The poll hands the renewed record out again; without it, it could not be acknowledged later.
   */
  private static @Nullable ConsumerRecord<String, String> renew(
      KafkaShareConsumer<String, String> consumer, ConsumerRecord<String, String> held) {
    try {
      acknowledge(consumer, held, AcknowledgeType.RENEW);
      ConsumerRecord<String, String> renewed = null;
      for (ConsumerRecord<String, String> polled : consumer.poll(Duration.ZERO)) {
        if (polled.offset() == held.offset() && polled.partition() == held.partition()) {
          renewed = polled;
        } else {
          acknowledge(consumer, polled, AcknowledgeType.RELEASE);
        }
      }
      if (renewed == null) {
        LOG.infof("Kafka has taken the record of job %s back; the job runs on", held.key());
      }
      return renewed;
    } catch (KafkaException | IllegalStateException e) {
      LOG.warnf("could not renew the record of job %s: %s", held.key(), e.getMessage());
      return null;
    }
  }

  private static void acknowledge(
      KafkaShareConsumer<String, String> consumer,
      ConsumerRecord<String, String> held,
      AcknowledgeType type) {
    consumer.acknowledge(held, type);
    // A late acknowledgement does not throw; it comes back in this map.
    consumer
        .commitSync()
        .forEach(
            (partition, refusal) ->
                refusal.ifPresent(
                    e ->
                        LOG.infof("%s of job %s came late: %s", type, held.key(), e.getMessage())));
  }
}
