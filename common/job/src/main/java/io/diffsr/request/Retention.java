package io.diffsr.request;

import java.time.Duration;

/**
 * How long what belongs to a job is kept after it has ended; promised when the job is accepted.
 *
 * @param jobSeconds the job itself, with its events and webhooks
 * @param inputSeconds the picture that was sent
 * @param resultSeconds the enlarged picture
 */
public record Retention(long jobSeconds, long inputSeconds, long resultSeconds) {
  /** The least that may be asked for. */
  public static final int SHORTEST_RESULT_SECONDS = 60;

  /** No picture outlives its job. */
  public static Retention of(Duration job, Duration input, Duration result) {
    long most = job.toSeconds();
    return new Retention(
        most, Math.min(input.toSeconds(), most), Math.min(result.toSeconds(), most));
  }

  Retention withResult(long seconds) {
    return new Retention(jobSeconds, inputSeconds, seconds);
  }
}
