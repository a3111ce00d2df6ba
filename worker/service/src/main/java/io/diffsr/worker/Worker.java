package io.diffsr.worker;

import static org.apache.kafka.clients.CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
import static org.apache.kafka.clients.CommonClientConfigs.CLIENT_ID_CONFIG;
import static org.apache.kafka.clients.CommonClientConfigs.GROUP_ID_CONFIG;
import static org.apache.kafka.clients.CommonClientConfigs.MAX_POLL_INTERVAL_MS_CONFIG;

import io.diffsr.attempt.Attempt;
import io.diffsr.attempt.Attempt.Stop;
import io.diffsr.attempt.AttemptCheckpoints;
import io.diffsr.attempt.AttemptRunner;
import io.diffsr.attempt.Engine;
import io.diffsr.attempt.News;
import io.diffsr.attempt.WorkSettings;
import io.diffsr.attempt.WorkerName;
import io.diffsr.consumer.WorkerSlot;
import io.diffsr.messaging.MessagingSettings;
import io.diffsr.messaging.Topics;
import io.diffsr.storage.ObjectStore;
import io.diffsr.store.JobStore;
import io.diffsr.store.WorkerRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The worker's life: warm the models, take jobs, and on the way out give back what runs. A job that
 * is given back spends no attempt.
 */
@ApplicationScoped
class Worker {
  private static final Logger LOG = Logger.getLogger(Worker.class);
  private static final int RENEWALS_PER_LOCK = 3;

  private final JobStore jobs;
  private final ObjectStore objects;
  private final AttemptRunner runner;
  private final Engine engine;
  private final News news;
  private final WorkerName name;
  private final WorkerRegistry registry;
  private final WorkSettings settings;
  private final MessagingSettings messaging;
  private final String bootstrapServers;

  private final Set<Attempt> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Thread> slots = new ArrayList<>();
  private final ExecutorService executor;

  @Inject
  Worker(
      JobStore jobs,
      ObjectStore objects,
      AttemptRunner runner,
      Engine engine,
      News news,
      WorkerName name,
      WorkerRegistry registry,
      WorkSettings settings,
      MessagingSettings messaging,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
    this.jobs = jobs;
    this.objects = objects;
    this.runner = runner;
    this.engine = engine;
    this.news = news;
    this.name = name;
    this.registry = registry;
    this.settings = settings;
    this.messaging = messaging;
    this.bootstrapServers = bootstrapServers;
    this.executor =
        Executors.newFixedThreadPool(settings.slots(), task -> new Thread(task, "diffsr-job"));
  }

  void start(@Observes StartupEvent event) {
    new Thread(this::warmThenWork, "diffsr-warm-up").start();
  }

  private void warmThenWork() {
    try {
      engine.load();
    } catch (RuntimeException e) {
      LOG.errorf("cannot start: %s", e.getMessage());
      LOG.debug("cannot start", e);
      Quarkus.asyncExit(1);
      return;
    }
    synchronized (slots) {
      for (int i = 0; i < settings.slots() && stop.getCount() > 0; i++) {
        String slotName = name.value() + "/" + i;
        Thread slot = new Thread(slot(slotName), "diffsr-slot-" + i);
        slots.add(slot);
        slot.start();
      }
    }
    show();
    LOG.infof(
        "worker %s takes %d job(s) at a time on %s, models %s",
        name.value(), settings.slots(), engine.executionProvider(), engine.models());
  }

  private WorkerSlot slot(String clientId) {
    Map<String, Object> consumer =
        Map.of(
            BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            GROUP_ID_CONFIG,
            Topics.WORKERS,
            CLIENT_ID_CONFIG,
            clientId,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            StringDeserializer.class,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            StringDeserializer.class,
            ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
            "explicit",
            // One record at a time: otherwise a worker locks jobs that others could run.
            "share.acquire.mode",
            "record_limit",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            1,
            // Whether a worker is alive is seen from its leases.
            MAX_POLL_INTERVAL_MS_CONFIG,
            Integer.MAX_VALUE);
    return new WorkerSlot(
        consumer, messaging.recordLock().dividedBy(RENEWALS_PER_LOCK), this::claim, executor, stop);
  }

  private Optional<Runnable> claim(UUID id) {
    return jobs.claim(id, name.value(), settings.lease())
        .map(
            job -> {
              AttemptCheckpoints checkpoints =
                  new AttemptCheckpoints(objects, job, settings.checkpointEvery());
              Attempt attempt = new Attempt(job, news::progress, checkpoints);
              return () -> run(attempt);
            });
  }

  private void run(Attempt attempt) {
    running.add(attempt);
    try {
      if (stop.getCount() == 0) {
        attempt.stop(Stop.DRAIN);
      }
      runner.run(attempt);
    } finally {
      running.remove(attempt);
    }
  }

  @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void show() {
    if (engine.ready() && stop.getCount() > 0) {
      registry.seen(name.value(), settings.slots(), engine.models(), engine.executionProvider());
    }
  }

  /** Stops in good order: no new jobs, the running ones go back to the queue. */
  void drain(@Observes ShutdownEvent event) throws InterruptedException {
    stop.countDown();
    running.forEach(attempt -> attempt.stop(Stop.DRAIN));
    List<Thread> stopping;
    synchronized (slots) {
      stopping = List.copyOf(slots);
    }
    for (Thread slot : stopping) {
      slot.join();
    }
    executor.shutdown();
    registry.gone(name.value());
    LOG.infof("worker %s has stopped; what it was running is queued again", name.value());
  }
}
