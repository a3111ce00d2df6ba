package io.diffsr.maintenance;

import io.diffsr.storage.ObjectStore;
import io.diffsr.store.ObjectDeletions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Removes the objects that {@link ObjectDeletions} lists: the only place that waits for S3 to
 * delete. While S3 is away they stay listed.
 */
@ApplicationScoped
class ObjectCleaner {
  private static final Logger LOG = Logger.getLogger(ObjectCleaner.class);
  private static final int BATCH = 100;
  private static final int MOST_FAILURES = 3;

  /** Longer than a batch takes as long as the object store answers. */
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final ObjectDeletions deletions;
  private final ObjectStore objects;
  private final Counter removed;

  @Inject
  ObjectCleaner(ObjectDeletions deletions, ObjectStore objects, MeterRegistry meters) {
    this.deletions = deletions;
    this.objects = objects;
    this.removed =
        Counter.builder("diffsr.objects.removed")
            .description("Objects removed because nothing refers to them any more")
            .register(meters);
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void clean() {
    boolean more = true;
    while (more) {
      List<String> due = deletions.due(BATCH, LEASE);
      List<String> gone = remove(due);
      deletions.done(gone);
      removed.increment(gone.size());
      more = gone.size() == BATCH;
    }
  }

  /** Those that are gone. */
  private List<String> remove(List<String> due) {
    List<String> gone = new ArrayList<>();
    int failures = 0;
    for (String key : due) {
      try {
        objects.delete(key);
        gone.add(key);
      } catch (RuntimeException e) {
        // One key may be the trouble, or all of S3; their lease makes them due again.
        LOG.warnf("could not remove %s, will try again: %s", key, e.getMessage());
        if (++failures == MOST_FAILURES) {
          break;
        }
      }
    }
    return gone;
  }
}
