package io.diffsr.attempt;

import io.diffsr.run.CanceledException;
import io.diffsr.storage.ObjectStore;
import io.diffsr.storage.ObjectStoreException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The object store as an attempt reads its input and stores its result: an outage is waited out,
 * because the work is the same after it, and no other job could do better meanwhile.
 */
final class PatientObjects {
  private static final Logger LOG = Logger.getLogger(PatientObjects.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final ObjectStore objects;
  private final StorageOutage outage;
  private final Duration patience;

  /**
   * @param outage learns of every failure and of every answer
   * @param patience how long an outage is waited out
   */
  PatientObjects(ObjectStore objects, StorageOutage outage, Duration patience) {
    this.objects = objects;
    this.outage = outage;
    this.patience = patience;
  }

  /**
   * The stored bytes.
   *
   * @throws CanceledException where the attempt is to stop meanwhile
   * @throws ObjectStoreException where the outage outlasts the patience
   */
  byte[] get(RunningAttempt attempt, String key) {
    return patiently(attempt, () -> objects.get(key));
  }

  /** Stores bytes; throws as {@link #get} does. */
  void put(RunningAttempt attempt, String key, byte[] bytes, String mediaType) {
    boolean stored =
        patiently(
            attempt,
            () -> {
              objects.put(key, bytes, mediaType);
              return true;
            });
    assert stored;
  }

  private <T> T patiently(RunningAttempt attempt, Supplier<T> call) {
    long end = System.nanoTime() + patience.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        T answer = call.get();
        outage.ended();
        return answer;
      } catch (ObjectStoreException e) {
        outage.began(e);
        if (System.nanoTime() > end) {
          throw e;
        }
        LOG.debugf("job %s waits for the object store: %s", attempt.id(), e.getMessage());
      }
      attempt.pause(pause);
      Duration next = pause.multipliedBy(2);
      pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }
  }
}
