package io.diffsr.job;

import io.diffsr.request.WireName;
import java.util.EnumSet;
import java.util.Set;

/** The states of a job and, for each, the states it may become. Drawn in docs/state-machine.md. */
public enum JobStatus implements WireName {
  /** Accepted: the row is committed and the input is stored. */
  QUEUED,
  /** A worker holds the lease. */
  RUNNING,
  /** Asked to stop; the worker that holds the lease has not stopped yet. */
  CANCELING,
  SUCCEEDED,
  FAILED,
  CANCELED,
  /** Its deadline passed before it ended. */
  EXPIRED;

  /** Whether a job in this state has ended: nothing but a request to retry it changes it. */
  public boolean terminal() {
    return switch (this) {
      case QUEUED, RUNNING, CANCELING -> false;
      case SUCCEEDED, FAILED, CANCELED, EXPIRED -> true;
    };
  }

  /** The states that may follow this one. */
  public Set<JobStatus> successors() {
    return switch (this) {
      case QUEUED -> EnumSet.of(RUNNING, CANCELED, EXPIRED);
      case RUNNING -> EnumSet.of(QUEUED, CANCELING, SUCCEEDED, FAILED, EXPIRED);
      case CANCELING -> EnumSet.of(CANCELED);
      case FAILED -> EnumSet.of(QUEUED);
      case SUCCEEDED, CANCELED, EXPIRED -> EnumSet.noneOf(JobStatus.class);
    };
  }
}
