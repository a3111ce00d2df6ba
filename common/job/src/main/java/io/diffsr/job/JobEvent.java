package io.diffsr.job;

import java.time.Instant;
import java.util.UUID;

/**
 * A change of a job's status, recorded in the transaction that made it.
 *
 * @param job id of the job
 * @param version the job's {@code statusVersion} after the change
 * @param status the status after the change
 * @param attempt the job's attempt number at the change
 * @param at when, by the database's clock
 */
public record JobEvent(UUID job, int version, JobStatus status, int attempt, Instant at) {
  /** The name in webhooks and event streams, for example {@code job.succeeded}. */
  public String type() {
    return typeOf(status);
  }

  /** The event type that announces a status. */
  public static String typeOf(JobStatus status) {
    return "job." + status.wireName();
  }
}
