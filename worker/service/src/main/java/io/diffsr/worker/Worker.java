package io.diffsr.worker;

import io.diffsr.attempt.AttemptCheckpoints;
import io.diffsr.attempt.AttemptRunner;
import io.diffsr.attempt.JobEventSender;
import io.diffsr.attempt.RunningAttempt;
import io.diffsr.attempt.RunningAttempt.Stop;
import io.diffsr.attempt.SlotMemory;
import io.diffsr.attempt.StorageOutage;
import io.diffsr.attempt.WarmEngine;
import io.diffsr.attempt.WorkSettings;
import io.diffsr.attempt.WorkerName;
import io.diffsr.consumer.JobConsumer;
import io.diffsr.consumer.ShareConsumerSettings;
import io.diffsr.messaging.MessagingSettings;
import io.diffsr.model.RunnableNetwork;
import io.diffsr.storage.ObjectStore;
import io.diffsr.store.AttemptStore;
import io.diffsr.store.WorkerRegistry;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The life cycle of a worker: warm the models, register, take jobs, and at shutdown release those
 * that run. A released job spends no attempt.
 */
@ApplicationScoped
class Worker {
  private static final Logger LOG = Logger.getLogger(Worker.class);
  private static final int RENEWALS_PER_LOCK = 3;

  private final AttemptStore attempts;
  private final ObjectStore objects;
  private final AttemptRunner runner;
  private final WarmEngine engine;
  private final SlotMemory memory;
  private final JobEventSender events;
  private final WorkerName name;
  private final WorkerRegistry registry;
  private final WorkSettings settings;
  private final MessagingSettings messaging;
  private final String bootstrapServers;
  private final StorageOutage outage;
  private final SlotHealth health;

  private final Set<RunningAttempt> running = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Map<JobConsumer, Thread> slots = new LinkedHashMap<>();
  private final ExecutorService executor;

  @Inject
  Worker(
      AttemptStore attempts,
      ObjectStore objects,
      AttemptRunner runner,
      WarmEngine engine,
      SlotMemory memory,
      JobEventSender events,
      WorkerName name,
      WorkerRegistry registry,
      WorkSettings settings,
      MessagingSettings messaging,
      @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
      StorageOutage outage,
      SlotHealth health) {
    this.attempts = attempts;
    this.objects = objects;
    this.runner = runner;
    this.engine = engine;
    this.memory = memory;
    this.events = events;
    this.name = name;
    this.registry = registry;
    this.settings = settings;
    this.messaging = messaging;
    this.bootstrapServers = bootstrapServers;
    this.outage = outage;
    this.health = health;
    this.executor =
        Executors.newFixedThreadPool(settings.slots(), task -> new Thread(task, "diffsr-job"));
  }

  void start(@Observes StartupEvent event) {
    new Thread(this::warmThenWork, "diffsr-warm-up").start();
  }

  private void warmThenWork() {
    try {
      engine.load();
    } catch (RuntimeException | Error e) {
      // Errors too: a native library that does not load is one, and would leave a process that
      // runs and is never ready.
      LOG.errorf("cannot start: %s", StartFailure.text(e));
      LOG.debug("cannot start", e);
      Quarkus.asyncExit(1);
      return;
    }
    // Only a registered worker can claim.
    register();
    synchronized (slots) {
      for (int i = 0; i < settings.slots() && stop.getCount() > 0; i++) {
        JobConsumer slot = slot(name.value() + "/" + i);
        Thread thread = new Thread(slot, "diffsr-slot-" + i);
        slots.put(slot, thread);
        thread.start();
      }
    }
    LOG.infof(
        "worker %s takes %d job(s) at a time on %s, networks %s",
        name.value(),
        settings.slots(),
        engine.executionProvider(),
        engine.networks().stream().map(RunnableNetwork::name).toList());
  }

  private JobConsumer slot(String clientId) {
    return new JobConsumer(
        ShareConsumerSettings.of(bootstrapServers, clientId),
        messaging.recordLock().dividedBy(RENEWALS_PER_LOCK),
        outage::over,
        this::claim,
        executor,
        stop);
  }

  private Optional<Runnable> claim(UUID id) {
    return attempts
        .claim(id, name.value(), settings.lease())
        .map(
            job -> {
              AttemptCheckpoints checkpoints =
                  new AttemptCheckpoints(objects, job, settings.checkpointEvery());
              RunningAttempt attempt = new RunningAttempt(job, events::progress, checkpoints);
              return () -> run(attempt);
            });
  }

  private void run(RunningAttempt attempt) {
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
  void register() {
    if (!engine.ready() || stop.getCount() == 0) {
      return;
    }
    try {
      registry.register(
          new WorkerRegistry.Worker(
              name.value(),
              settings.slots(),
              memory.bytes(),
              engine.executionProvider(),
              engine.networks().stream().map(Worker::registered).toList()));
    } catch (RuntimeException e) {
      LOG.warnf("could not register, will try again: %s", e.getMessage());
    }
  }

  /**
   * Replaces clients that get nothing while jobs wait that this worker could run: they may have
   * survived an outage of Kafka in a state in which they never get anything again.
   */
  @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void watchSlots() {
    Set<JobConsumer> consumers;
    synchronized (slots) {
      consumers = Set.copyOf(slots.keySet());
    }
    if (stop.getCount() > 0) {
      health.look(consumers, patience -> attempts.starves(name.value(), patience));
    }
  }

  private static WorkerRegistry.Network registered(RunnableNetwork network) {
    return new WorkerRegistry.Network(
        network.name(),
        network.digest(),
        network.memory().base(),
        network.memory().perInputPixel(),
        network.memory().perOutputPixel());
  }

  /** Shuts down: takes no new jobs and releases the running ones. */
  void drain(@Observes ShutdownEvent event) throws InterruptedException {
    stop.countDown();
    running.forEach(attempt -> attempt.stop(Stop.DRAIN));
    List<Thread> stopping;
    synchronized (slots) {
      stopping = List.copyOf(slots.values());
    }
    for (Thread slot : stopping) {
      slot.join();
    }
    executor.shutdown();
    registry.deregister(name.value());
    LOG.infof("worker %s has stopped; its jobs are queued again", name.value());
  }
}
