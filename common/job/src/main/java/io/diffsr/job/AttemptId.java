package io.diffsr.job;

import java.util.UUID;

/**
 * One attempt at a job, and the fence of everything its worker writes: the store refuses a write
 * whose number is not the job's current one.
 *
 * @param number the job's {@code attempt} as it was claimed, from 1
 */
public record AttemptId(UUID job, int number) {
  public static AttemptId of(Job claimed) {
    return new AttemptId(claimed.id(), claimed.attempt());
  }
}
