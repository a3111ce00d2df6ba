package io.diffsr.job;

import java.time.Duration;
import java.util.Optional;

/**
 * How often and when a failed run is tried again.
 *
 * @param maxAttempts attempts that may fail before the job does, at least 1
 * @param transientDelay delay after the first transient failure; doubles with each further one
 * @param resourceDelay delay after the first resource failure; doubles with each further one
 * @param longestDelay upper bound of every delay
 */
public record RetryPolicy(
    int maxAttempts, Duration transientDelay, Duration resourceDelay, Duration longestDelay) {

  public static final RetryPolicy DEFAULT =
      new RetryPolicy(3, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(5));

  public RetryPolicy {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1, was " + maxAttempts);
    }
  }

  /**
   * The wait before the next attempt, or empty when there is none.
   *
   * @param failedAttempts attempts that have failed by now, this one included, at least 1
   */
  public Optional<Duration> delayAfter(int failedAttempts, ErrorCategory category) {
    if (category == ErrorCategory.INPUT || failedAttempts >= maxAttempts) {
      return Optional.empty();
    }
    Duration first = category == ErrorCategory.TRANSIENT ? transientDelay : resourceDelay;
    Duration delay = first.multipliedBy(1L << Math.min(failedAttempts - 1, 20));
    return Optional.of(delay.compareTo(longestDelay) > 0 ? longestDelay : delay);
  }
}
