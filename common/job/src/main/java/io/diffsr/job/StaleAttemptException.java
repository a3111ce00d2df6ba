package io.diffsr.job;

import java.util.UUID;

/** A worker tried to write to a job that it no longer holds. Its work is discarded. */
public final class StaleAttemptException extends RuntimeException {
  public StaleAttemptException(UUID job, int attempt, int current, JobStatus status) {
    super(
        "attempt %d no longer holds job %s (now %s at attempt %d)"
            .formatted(attempt, job, status.wireName(), current));
  }
}
