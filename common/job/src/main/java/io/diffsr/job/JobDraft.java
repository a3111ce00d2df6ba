package io.diffsr.job;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A job while it changes; never leaves {@link Job}. */
final class JobDraft {
  private final Job origin;
  JobStatus status;
  int statusVersion;
  int attempt;
  int failedAttempts;
  Instant availableAt;
  @Nullable Instant releasedAt;
  int releases;
  @Nullable Lease lease;
  @Nullable Instant startedAt;
  @Nullable Instant finishedAt;
  @Nullable Progress progress;
  @Nullable JobResult result;
  @Nullable JobError error;

  JobDraft(Job origin) {
    this.origin = origin;
    this.status = origin.status();
    this.statusVersion = origin.statusVersion();
    this.attempt = origin.attempt();
    this.failedAttempts = origin.failedAttempts();
    this.availableAt = origin.availableAt();
    this.releasedAt = origin.releasedAt();
    this.releases = origin.releases();
    this.lease = origin.lease();
    this.startedAt = origin.startedAt();
    this.finishedAt = origin.finishedAt();
    this.progress = origin.progress();
    this.result = origin.result();
    this.error = origin.error();
  }

  Job toJob() {
    return new Job(
        origin.id(),
        origin.spec(),
        status,
        statusVersion,
        attempt,
        failedAttempts,
        origin.createdAt(),
        availableAt,
        releasedAt,
        releases,
        lease,
        startedAt,
        finishedAt,
        progress,
        result,
        error);
  }
}
