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
import java.util.function.BooleanSupplier;
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
 * store decides who may work on a job. But a client whose renewal got no answer may never get a
 * record again, because it goes on waiting for that one; so it is replaced.
 */
public final class JobConsumer implements Runnable {
  private static final Logger LOG = Logger.getLogger(JobConsumer.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  /** A broker that is away is not waited for longer. */
  private static final Duration ANSWER = Duration.ofSeconds(5);

  private final Map<String, Object> consumerSettings;
  private final Duration renewEvery;
  private final BooleanSupplier mayTake;
  private final Function<UUID, Optional<Runnable>> claim;
  private final Executor executor;
  private final CountDownLatch stop;
  private volatile long freeSince = System.nanoTime();
  private volatile boolean busy;
  private volatile boolean replace;

  /**
   * @param consumerSettings of the share consumer
   * @param renewEvery a fraction of the record lock
   * @param mayTake whether a job could be run now; asked before each poll
   * @param claim claims the job that a record offers, or another that the worker can run; returns
   *     what runs it to its end, or empty where there is none
   * @param executor claims and runs jobs
   * @param stop at zero, the consumer takes no more records
   */
  public JobConsumer(
      Map<String, Object> consumerSettings,
      Duration renewEvery,
      BooleanSupplier mayTake,
      Function<UUID, Optional<Runnable>> claim,
      Executor executor,
      CountDownLatch stop) {
    this.consumerSettings = consumerSettings;
    this.renewEvery = renewEvery;
    this.mayTake = mayTake;
    this.claim = claim;
    this.executor = executor;
    this.stop = stop;
  }

  /** For how long it has waited for a record; zero while it has one, or takes none. */
  public Duration waiting() {
    return busy ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - freeSince);
  }

  /** Has it connect to Kafka anew before it polls again. */
  public void replaceClient() {
    replace = true;
  }

  @Override
  public void run() {
    try {
      while (!stopped(Duration.ZERO)) {
        consume();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns where the client is to be replaced. */
  private void consume() throws InterruptedException {
    replace = false;
    freeSince = System.nanoTime();
    KafkaShareConsumer<String, String> consumer = null;
    try {
      consumer = new KafkaShareConsumer<>(consumerSettings);
      consumer.subscribe(List.of(Topics.JOBS));
      while (!replace && !stopped(Duration.ZERO)) {
        if (!mayTake.getAsBoolean()) {
          free(false);
          stopped(RETRY_PAUSE);
          continue;
        }
        free(true);
        for (ConsumerRecord<String, String> taken : consumer.poll(POLL)) {
          free(false);
          if (!handle(consumer, taken)) {
            replace = true;
          }
        }
      }
    } catch (KafkaException e) {
      LOG.warnf("lost the connection to Kafka, will connect again: %s", e.getMessage());
      stopped(RETRY_PAUSE);
    } catch (RuntimeException | Error e) {
      // A consumer that ends silently would leave a worker that looks healthy and takes no job.
      LOG.error("a consumer failed and starts again", e);
      stopped(RETRY_PAUSE);
    } finally {
      close(consumer);
    }
  }

  private void free(boolean now) {
    if (now && busy) {
      freeSince = System.nanoTime();
    }
    busy = !now;
  }

  private static void close(@Nullable KafkaShareConsumer<String, String> consumer) {
    if (consumer == null) {
      return;
    }
    try {
      consumer.close(ANSWER);
    } catch (RuntimeException e) {
      LOG.debugf("a consumer was not closed in good order: %s", e.getMessage());
    }
  }

  private boolean stopped(Duration wait) throws InterruptedException {
    return stop.await(wait.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether the client serves on. */
  private boolean handle(
      KafkaShareConsumer<String, String> consumer, ConsumerRecord<String, String> taken)
      throws InterruptedException {
    if (stopped(Duration.ZERO)) {
      return acknowledge(consumer, taken, AcknowledgeType.RELEASE);
    }
    UUID offered;
    try {
      offered = CloudEvent.fromJson(taken.value()).job();
    } catch (IllegalArgumentException e) {
      LOG.warnf("rejected a record of the jobs topic: %s", e.getMessage());
      return acknowledge(consumer, taken, AcknowledgeType.REJECT);
    }
    AcknowledgeType ending =
        holdDuring(
            consumer, taken, CompletableFuture.supplyAsync(() -> claimAndRun(offered), executor));
    return ending != AcknowledgeType.RENEW && acknowledge(consumer, taken, ending);
  }

  /**
   * Claims the job and runs it to its end. A store that is away is waited for: a record that is
   * released a few times is thrown away by the broker.
   *
   * @return how the record is to be acknowledged
   */
  private AcknowledgeType claimAndRun(UUID offered) {
    try {
      while (!stopped(Duration.ZERO)) {
        Optional<Runnable> job;
        try {
          job = claim.apply(offered);
        } catch (RuntimeException e) {
          LOG.warnf("could not claim job %s, will try again: %s", offered, e);
          stopped(RETRY_PAUSE);
          continue;
        }
        job.ifPresent(Runnable::run);
        return AcknowledgeType.ACCEPT;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return AcknowledgeType.RELEASE;
  }

  /**
   * Renews the record until the job has ended.
   *
   * @return how the record is to be acknowledged; RENEW where its lock was lost
   */
  private AcknowledgeType holdDuring(
      KafkaShareConsumer<String, String> consumer,
      ConsumerRecord<String, String> held,
      CompletableFuture<AcknowledgeType> job)
      throws InterruptedException {
    boolean locked = true;
    while (true) {
      try {
        AcknowledgeType ending = job.get(renewEvery.toMillis(), TimeUnit.MILLISECONDS);
        return locked ? ending : AcknowledgeType.RENEW;
      } catch (TimeoutException e) {
        locked = locked && renew(consumer, held);
      } catch (ExecutionException e) {
        LOG.error("a job ended with an unexpected exception", e.getCause());
        return locked ? AcknowledgeType.ACCEPT : AcknowledgeType.RENEW;
      }
    }
  }

  /**
   * Renews the lock. The poll delivers the renewed record again; without that poll, the record
   * could not be acknowledged later.
   */
  private static boolean renew(
      KafkaShareConsumer<String, String> consumer, ConsumerRecord<String, String> held) {
    try {
      boolean renewed = false;
      if (acknowledge(consumer, held, AcknowledgeType.RENEW)) {
        for (ConsumerRecord<String, String> polled : consumer.poll(Duration.ZERO)) {
          if (polled.offset() == held.offset() && polled.partition() == held.partition()) {
            renewed = true;
          } else {
            acknowledge(consumer, polled, AcknowledgeType.RELEASE);
          }
        }
      }
      if (!renewed) {
        LOG.infof("the lock on the record of job %s was lost; the job runs on", held.key());
      }
      return renewed;
    } catch (KafkaException | IllegalStateException e) {
      LOG.warnf("could not renew the lock on the record of job %s: %s", held.key(), e.getMessage());
      return false;
    }
  }

  /** Whether the broker took it. */
  private static boolean acknowledge(
      KafkaShareConsumer<String, String> consumer,
      ConsumerRecord<String, String> held,
      AcknowledgeType type) {
    consumer.acknowledge(held, type);
    boolean taken = true;
    // A late acknowledgement does not throw; it comes back in this map.
    for (Optional<? extends KafkaException> refusal : consumer.commitSync(ANSWER).values()) {
      if (refusal.isPresent()) {
        taken = false;
        LOG.infof(
            "%s of the record of job %s was refused: %s",
            type, held.key(), refusal.get().getMessage());
      }
    }
    return taken;
  }
}
