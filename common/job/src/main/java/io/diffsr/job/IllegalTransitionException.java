package io.diffsr.job;

import java.util.UUID;

/** A job was asked to become what it cannot become from where it is. */
public final class IllegalTransitionException extends RuntimeException {
  public IllegalTransitionException(UUID job, JobStatus from, JobStatus to) {
    super("job " + job + " is " + from.wireName() + " and cannot become " + to.wireName());
  }
}
