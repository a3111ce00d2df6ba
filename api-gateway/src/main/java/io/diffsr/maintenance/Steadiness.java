package io.diffsr.maintenance;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells whether periodic looks at the database have come and been answered in time for a while. A
 * look that did not means that the database or this process stood still, and that workers could not
 * renew their leases.
 */
final class Steadiness {
  private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(2);

  private final Duration grace;
  private final LongSupplier nanoTime;
  private long disturbedAt;
  private long lookedAt;

  /**
   * @param grace how long it takes to be steady again
   * @param nanoTime as {@link System#nanoTime}
   */
  Steadiness(Duration grace, LongSupplier nanoTime) {
    this.grace = grace;
    this.nanoTime = nanoTime;
    disturbed();
  }

  /** In which a look must be answered, and the next must follow. */
  Duration patience() {
    Duration half = grace.dividedBy(2);
    return half.compareTo(SHORTEST_PATIENCE) > 0 ? half : SHORTEST_PATIENCE;
  }

  /** Begins a look; true where nothing has been disturbed for the grace. */
  synchronized boolean look() {
    long now = nanoTime.getAsLong();
    if (now - lookedAt > 2 * patience().toNanos()) {
      disturbedAt = now;
    }
    lookedAt = now;
    return now - disturbedAt >= grace.toNanos();
  }

  /** A look failed, or was answered too late. */
  synchronized void disturbed() {
    disturbedAt = nanoTime.getAsLong();
    lookedAt = disturbedAt;
  }
}
