package io.diffsr.events;

import io.diffsr.job.JobEvent;
import io.diffsr.messaging.CloudEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Notifies whoever watches a job. Events may be lost or come twice, so a watcher polls the store as
 * well: PostgreSQL is the truth.
 */
@ApplicationScoped
class JobSignals {
  private static final Logger LOG = Logger.getLogger(JobSignals.class);

  private final Map<UUID, Set<Consumer<CloudEvent>>> watchers = new ConcurrentHashMap<>();
  private final Event<CloudEvent> received;

  @Inject
  JobSignals(Event<CloudEvent> received) {
    this.received = received;
  }

  /** Something to close. */
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Calls {@code watcher} with every event of a job until the watch is closed; it must not block.
   */
  Watch watch(UUID job, Consumer<CloudEvent> watcher) {
    watchers.compute(
        job,
        (id, set) -> {
          // Within the change of the entry, so that it is not removed meanwhile.
          Set<Consumer<CloudEvent>> watching = set == null ? ConcurrentHashMap.newKeySet() : set;
          watching.add(watcher);
          return watching;
        });
    return () ->
        watchers.computeIfPresent(
            job,
            (id, set) -> {
              set.remove(watcher);
              return set.isEmpty() ? null : set;
            });
  }

  /** Events of the workers; every gateway reads all of them. */
  @Incoming("job-events")
  void received(String json) {
    try {
      CloudEvent event = CloudEvent.fromJson(json);
      notifyWatchers(event);
      received.fire(event);
    } catch (IllegalArgumentException e) {
      LOG.warnf("dropped a record of the job events topic: %s", e.getMessage());
    }
  }

  /** Changes that this gateway has made. */
  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobEvent event) {
    notifyWatchers(CloudEvent.about(event.job(), "/gateway", CloudEvent.JOB_STATUS, null));
  }

  private void notifyWatchers(CloudEvent event) {
    watchers.getOrDefault(event.job(), Set.of()).forEach(watcher -> watcher.accept(event));
  }
}
