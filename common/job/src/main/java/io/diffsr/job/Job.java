package io.diffsr.job;

import io.diffsr.request.JobSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job and every change it can undergo. Immutable: each verb returns the job as it is afterwards
 * or throws. {@code now} is always the database's clock, so that machines need not agree.
 *
 * @param statusVersion rises by one with each change of {@code status}
 * @param attempt rises with each claim; fences every write of a worker
 * @param failedAttempts attempts that count against {@link RetryPolicy#maxAttempts()}; a drained
 *     worker's does not
 * @param availableAt not handed out before this time
 * @param releasedAt when it was last handed to Kafka, or null while it waits in the backlog
 * @param releases how often it was handed to Kafka since it was last queued
 * @param error why the latest attempt failed, or null
 */
public record Job(
    UUID id,
    JobSpec spec,
    JobStatus status,
    int statusVersion,
    int attempt,
    int failedAttempts,
    Instant createdAt,
    Instant availableAt,
    @Nullable Instant releasedAt,
    int releases,
    @Nullable Lease lease,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Progress progress,
    @Nullable JobResult result,
    @Nullable JobError error) {

  /** A job as it is accepted. */
  public static Job queued(UUID id, JobSpec spec, Instant now) {
    return new Job(
        id, spec, JobStatus.QUEUED, 1, 0, 0, now, now, null, 0, null, null, null, null, null, null);
  }

  /** Notes that the job is being handed to Kafka. */
  public Job released(Instant now) {
    require(JobStatus.QUEUED);
    JobDraft draft = new JobDraft(this);
    draft.releasedAt = now;
    draft.releases++;
    return draft.toJob();
  }

  /**
   * Takes the hand-over back because Kafka did not take it; it may be handed over again at once.
   */
  public Job unreleased() {
    if (status != JobStatus.QUEUED) {
      return this;
    }
    JobDraft draft = new JobDraft(this);
    draft.releasedAt = null;
    return draft.toJob();
  }

  /** A worker takes the job; the new attempt number is its fence. */
  public Job claimed(String worker, Duration lease, Instant now) {
    JobDraft draft = become(JobStatus.RUNNING, now);
    draft.attempt++;
    draft.lease = new Lease(worker, now.plus(lease));
    draft.progress = null;
    if (draft.startedAt == null) {
      draft.startedAt = now;
    }
    return draft.toJob();
  }

  /** The worker is alive and has come this far. */
  public Job alive(int attempt, Duration lease, @Nullable Progress progress, Instant now) {
    String worker = requireAttempt(attempt).worker();
    JobDraft draft = new JobDraft(this);
    draft.lease = new Lease(worker, now.plus(lease));
    draft.progress = progress;
    return draft.toJob();
  }

  /** The worker publishes its result. A result that comes after a request to cancel is dropped. */
  public Job succeeded(int attempt, JobResult result, Instant now) {
    requireAttempt(attempt);
    if (status == JobStatus.CANCELING) {
      return become(JobStatus.CANCELED, now).toJob();
    }
    JobDraft draft = become(JobStatus.SUCCEEDED, now);
    draft.result = result;
    draft.progress = null;
    draft.error = null;
    return draft.toJob();
  }

  /** The attempt failed: the job is queued again after a delay, or has failed for good. */
  public Job failed(int attempt, JobError error, RetryPolicy policy, Instant now) {
    requireAttempt(attempt);
    return attemptFailed(error, policy, now);
  }

  /** The worker shuts down and gives the job back; this spends no attempt. */
  public Job givenBack(int attempt, Instant now) {
    requireAttempt(attempt);
    return become(status == JobStatus.CANCELING ? JobStatus.CANCELED : JobStatus.QUEUED, now)
        .toJob();
  }

  /**
   * The lease ran out without a sign of life. Returns the job unchanged where it has not.
   *
   * @param policy decides whether another attempt follows
   */
  public Job leaseLost(RetryPolicy policy, Instant now) {
    if (lease == null || lease.until().isAfter(now)) {
      return this;
    }
    JobError lost =
        new JobError(
            ErrorCode.LEASE_LOST, "worker " + lease.worker() + " gave no sign of life in time");
    return attemptFailed(lost, policy, now);
  }

  /** Someone asks the job to stop. Asking twice, or too late, changes nothing. */
  public Job cancelRequested(Instant now) {
    return switch (status) {
      case QUEUED -> become(JobStatus.CANCELED, now).toJob();
      case RUNNING -> become(JobStatus.CANCELING, now).toJob();
      case CANCELING, SUCCEEDED, FAILED, CANCELED, EXPIRED -> this;
    };
  }

  /** The worker has stopped because it was asked to. */
  public Job canceled(int attempt, Instant now) {
    requireAttempt(attempt);
    return become(JobStatus.CANCELED, now).toJob();
  }

  /** The deadline passed. Returns the job unchanged where it has not, or where it has ended. */
  public Job expired(Instant now) {
    if ((status != JobStatus.QUEUED && status != JobStatus.RUNNING) || !overdue(now)) {
      return this;
    }
    return become(JobStatus.EXPIRED, now).toJob();
  }

  /** Whether the deadline, if there is one, has passed. */
  public boolean overdue(Instant now) {
    Instant deadline = spec.deadline();
    return deadline != null && !deadline.isAfter(now);
  }

  private Job attemptFailed(JobError error, RetryPolicy policy, Instant now) {
    if (status == JobStatus.CANCELING) {
      return become(JobStatus.CANCELED, now).toJob();
    }
    int failures = failedAttempts + 1;
    var delay = policy.delayAfter(failures, error.code().category());
    JobDraft draft = become(delay.isPresent() ? JobStatus.QUEUED : JobStatus.FAILED, now);
    draft.failedAttempts = failures;
    draft.error = error;
    delay.ifPresent(wait -> draft.availableAt = now.plus(wait));
    return draft.toJob();
  }

  /** The only place where the status changes. */
  private JobDraft become(JobStatus next, Instant now) {
    if (!status.successors().contains(next)) {
      throw new IllegalTransitionException(id, status, next);
    }
    JobDraft draft = new JobDraft(this);
    draft.status = next;
    draft.statusVersion++;
    draft.lease = null;
    if (next == JobStatus.CANCELING) {
      draft.lease = lease;
    }
    if (next == JobStatus.QUEUED) {
      draft.availableAt = now;
      draft.releasedAt = null;
      draft.releases = 0;
      draft.progress = null;
    }
    if (next.terminal()) {
      draft.finishedAt = now;
    }
    return draft;
  }

  private void require(JobStatus expected) {
    if (status != expected) {
      throw new IllegalTransitionException(id, status, expected);
    }
  }

  private Lease requireAttempt(int attempt) {
    if (lease == null || this.attempt != attempt) {
      throw new StaleAttemptException(id, attempt, this.attempt, status);
    }
    return lease;
  }
}
