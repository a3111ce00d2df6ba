package io.diffsr.job;

import io.diffsr.request.JobSpec;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job and every change it can undergo. Immutable: each verb returns the changed job or throws.
 * {@code now} is always the database's clock, so that machines need not agree.
 *
 * @param statusVersion rises by one with each change of {@code status}
 * @param attempt rises with each claim; fences every write of a worker
 * @param failedAttempts attempts that count against {@link RetryPolicy#maxAttempts()}; one that was
 *     drained, postponed, or lost its worker after it had advanced does not
 * @param availableAt not released before this time
 * @param releasedAt when it was last handed to Kafka, or null while it waits in the backlog
 * @param releases how often it was handed to Kafka since it was last queued
 * @param checkpointPercent how far the furthest stored checkpoint of any attempt is, 0 to 100
 * @param advanced whether the latest attempt stored a checkpoint further than all before it
 * @param error why the latest attempt failed or was postponed, or null
 */
@RecordBuilder
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
    double checkpointPercent,
    boolean advanced,
    @Nullable JobResult result,
    @Nullable JobError error) {
  private static final Duration PAUSE_AFTER_DECLINE = Duration.ofSeconds(2);

  /** A newly accepted job. */
  public static Job queued(UUID id, JobSpec spec, Instant now) {
    return new Job(
        id,
        spec,
        JobStatus.QUEUED,
        1,
        0,
        0,
        now,
        now,
        null,
        0,
        null,
        null,
        null,
        null,
        0,
        false,
        null,
        null);
  }

  /** Notes that the job is being handed to Kafka. */
  public Job released(Instant now) {
    require(JobStatus.QUEUED);
    return JobBuilder.builder(this).releasedAt(now).releases(releases + 1).build();
  }

  /**
   * Takes the hand-over back because Kafka did not take it; it may be handed over again at once.
   */
  public Job unreleased() {
    return status == JobStatus.QUEUED ? JobBuilder.builder(this).releasedAt(null).build() : this;
  }

  /**
   * A worker that cannot run the job got it from Kafka: it returns to the backlog, and is handed
   * over again after a pause, so that two workers do not pass it to and fro without end.
   */
  public Job declined(Instant now) {
    require(JobStatus.QUEUED);
    return JobBuilder.builder(this)
        .releasedAt(null)
        .releases(0)
        .availableAt(now.plus(PAUSE_AFTER_DECLINE))
        .build();
  }

  /** A worker takes the job; the new attempt number is its fence. */
  public Job claimed(String worker, Duration lease, Instant now) {
    return become(JobStatus.RUNNING, now)
        .attempt(attempt + 1)
        .lease(new Lease(worker, now.plus(lease)))
        .progress(null)
        .advanced(false)
        .startedAt(startedAt == null ? now : startedAt)
        .build();
  }

  /**
   * The worker is alive and has come this far.
   *
   * @param checkpoint percent at the last checkpoint that this attempt has stored, 0 for none
   */
  public Job alive(
      int attempt, Duration lease, @Nullable Progress progress, double checkpoint, Instant now) {
    String worker = requireAttempt(attempt).worker();
    return JobBuilder.builder(this)
        .lease(new Lease(worker, now.plus(lease)))
        .progress(progress)
        .advanced(advanced || checkpoint > checkpointPercent)
        .checkpointPercent(Math.max(checkpoint, checkpointPercent))
        .build();
  }

  /** The worker publishes its result. A result that comes after a request to cancel is dropped. */
  public Job succeeded(int attempt, JobResult result, Instant now) {
    requireAttempt(attempt);
    if (status == JobStatus.CANCELING) {
      return become(JobStatus.CANCELED, now).build();
    }
    return become(JobStatus.SUCCEEDED, now).result(result).progress(null).error(null).build();
  }

  /** The attempt failed: the job is queued again after a delay, or has failed for good. */
  public Job failed(int attempt, JobError error, RetryPolicy policy, Instant now) {
    requireAttempt(attempt);
    return attemptFailed(error, policy, now);
  }

  /** The worker shuts down: the job is queued again; this spends no attempt. */
  public Job requeued(int attempt, Instant now) {
    requireAttempt(attempt);
    return become(status == JobStatus.CANCELING ? JobStatus.CANCELED : JobStatus.QUEUED, now)
        .build();
  }

  /**
   * A part of the service that the attempt needs has been away for long: the job is queued again
   * and waits; this spends no attempt.
   *
   * @param outage shown as the job's error while it waits
   */
  public Job postponed(int attempt, JobError outage, Duration wait, Instant now) {
    Job queued = requeued(attempt, now);
    return queued.status == JobStatus.QUEUED
        ? JobBuilder.builder(queued).error(outage).availableAt(now.plus(wait)).build()
        : queued;
  }

  /**
   * The worker missed its heartbeats until the lease ran out. Returns the job unchanged where it
   * has not. An attempt that advanced spends nothing: the next one goes on from where it came to,
   * so that jobs longer than the lives of their workers end.
   *
   * @param policy decides whether another attempt follows
   */
  public Job leaseLost(RetryPolicy policy, Instant now) {
    if (lease == null || lease.until().isAfter(now)) {
      return this;
    }
    JobError lost =
        new JobError(ErrorCode.LEASE_LOST, "worker " + lease.worker() + " missed its heartbeats");
    if (advanced && status == JobStatus.RUNNING) {
      return become(JobStatus.QUEUED, now).error(lost).build();
    }
    return attemptFailed(lost, policy, now);
  }

  /** Someone asks the job to stop. Asking twice, or too late, changes nothing. */
  public Job cancelRequested(Instant now) {
    return switch (status) {
      case QUEUED -> become(JobStatus.CANCELED, now).build();
      case RUNNING -> become(JobStatus.CANCELING, now).build();
      case CANCELING, SUCCEEDED, FAILED, CANCELED, EXPIRED -> this;
    };
  }

  /** The worker has stopped because it was asked to. */
  public Job canceled(int attempt, Instant now) {
    requireAttempt(attempt);
    return become(JobStatus.CANCELED, now).build();
  }

  /**
   * Someone asks for the job to be tried again that has failed, from its beginning and with all its
   * attempts before it.
   *
   * @throws IllegalTransitionException unless it has failed by what is not its input's fault, its
   *     input is still there, and its deadline has not passed
   */
  public Job retried(Instant now) {
    if (!retryable(now)) {
      throw new IllegalTransitionException(id, status, JobStatus.QUEUED);
    }
    return become(JobStatus.QUEUED, now)
        .failedAttempts(0)
        .checkpointPercent(0)
        .advanced(false)
        .finishedAt(null)
        .build();
  }

  /** Whether it may be {@link #retried}. */
  public boolean retryable(Instant now) {
    Instant gone = JobExpiry.ofInput(this);
    return status == JobStatus.FAILED
        && error != null
        && error.code().retryable()
        && (gone == null || gone.isAfter(now))
        && !overdue(now);
  }

  /** The deadline passed. Returns the job unchanged where it has not, or where it has ended. */
  public Job expired(Instant now) {
    if ((status != JobStatus.QUEUED && status != JobStatus.RUNNING) || !overdue(now)) {
      return this;
    }
    return become(JobStatus.EXPIRED, now).build();
  }

  /** Whether the deadline, if there is one, has passed. */
  public boolean overdue(Instant now) {
    Instant deadline = spec.deadline();
    return deadline != null && !deadline.isAfter(now);
  }

  private Job attemptFailed(JobError error, RetryPolicy policy, Instant now) {
    if (status == JobStatus.CANCELING) {
      return become(JobStatus.CANCELED, now).build();
    }
    int failures = failedAttempts + 1;
    var delay = policy.delayAfter(failures, error.code().category());
    JobBuilder draft =
        become(delay.isPresent() ? JobStatus.QUEUED : JobStatus.FAILED, now)
            .failedAttempts(failures)
            .error(error);
    delay.ifPresent(wait -> draft.availableAt(now.plus(wait)));
    return draft.build();
  }

  /** The only place where the status changes. */
  private JobBuilder become(JobStatus next, Instant now) {
    if (!status.successors().contains(next)) {
      throw new IllegalTransitionException(id, status, next);
    }
    JobBuilder draft =
        JobBuilder.builder(this)
            .status(next)
            .statusVersion(statusVersion + 1)
            .lease(next == JobStatus.CANCELING ? lease : null);
    if (next == JobStatus.QUEUED) {
      draft.availableAt(now).releasedAt(null).releases(0).progress(null);
    }
    if (next.terminal()) {
      draft.finishedAt(now);
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
