package io.diffsr.store;

import io.diffsr.job.Job;
import java.time.Instant;
import java.util.UUID;

/** Where a page of the job list ended. */
public record JobPosition(Instant createdAt, UUID id) {
  public static JobPosition of(Job job) {
    return new JobPosition(job.createdAt(), job.id());
  }
}
