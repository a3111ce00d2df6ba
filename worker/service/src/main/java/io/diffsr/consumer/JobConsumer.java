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
 * One consumer of the share group: takes a record, has its job run, and takes the next when that
 * has ended. While the job runs, the acquisition lock of the record is renewed (RENEW, KIP-1222),
 * so that Kafka delivers it to no other consumer. Losing the lock does no harm: the row in the
 * store decides who may work on a job.
 */
public final class JobConsumer implements Runnable {
  private static final Logger LOG = Logger.getLogger(JobConsumer.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  private final Map<String, Object> consumerSettings;
  private final Duration renewEvery;
  private final Function<UUID, Optional<Runnable>> claim;
  private final Executor executor;
  private final CountDownLatch stop;

  /**
   * @param consumerSettings of the share consumer
   * @param renewEvery a fraction of the record lock
   * @param claim claims the job that a record offers, or another that the worker can run; returns
   *     what runs it to its end, or empty where there is none
   * @param executor runs jobs
   * @param stop at zero, the consumer takes no more records
   */
  public JobConsumer(
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
          LOG.warnf("lost the connection to Kafka, will connect again: %s", e.getMessage());
          stopped(RETRY_PAUSE);
        } catch (RuntimeException | Error e) {
          // A consumer that ends silently would leave a worker that looks healthy and takes no job.
          LOG.error("a consumer failed and starts again", e);
          stopped(RETRY_PAUSE);
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
      LOG.warnf("rejected a record of the jobs topic: %s", e.getMessage());
      acknowledge(consumer, taken, AcknowledgeType.REJECT);
      return;
    } catch (RuntimeException e) {
      LOG.warnf("could not claim job %s: %s", taken.key(), e);
      acknowledge(consumer, taken, AcknowledgeType.RELEASE);
      stopped(RETRY_PAUSE);
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

  /** Renews the record until the job has ended; returns it, or null where its lock was lost. */
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
      LOG.error("a job ended with an unexpected exception", e.getCause());
      return true;
    }
  }

  /**
   * Renews the lock. The poll delivers the renewed record again; without that poll, the record
   * could not be acknowledged later.
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
        LOG.infof("the lock on the record of job %s was lost; the job runs on", held.key());
      }
      return renewed;
    } catch (KafkaException | IllegalStateException e) {
      LOG.warnf("could not renew the lock on the record of job %s: %s", held.key(), e.getMessage());
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
                        LOG.infof(
                            "%s of the record of job %s was refused: %s",
                            type, held.key(), e.getMessage())));
  }
}
