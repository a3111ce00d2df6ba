package io.diffsr.store;

import io.diffsr.job.AttemptId;
import io.diffsr.job.Job;
import io.diffsr.job.JobError;
import io.diffsr.job.JobResult;
import io.diffsr.job.JobStatus;
import io.diffsr.job.Progress;
import io.diffsr.job.RetryPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link AttemptStore} in PostgreSQL; the fence is checked by {@link Job} under the row's lock. */
@ApplicationScoped
@Transactional
class FencedAttempts implements AttemptStore {
  private final EntityManager entities;
  private final JobWriter writer;
  private final JobStore jobs;
  private final ObjectDeletions deletions;

  @Inject
  FencedAttempts(
      EntityManager entities, JobWriter writer, JobStore jobs, ObjectDeletions deletions) {
    this.entities = entities;
    this.writer = writer;
    this.jobs = jobs;
    this.deletions = deletions;
  }

  @Override
  public Optional<Job> claim(UUID offered, String worker, Duration lease) {
    boolean runs = canRun(worker, offered);
    Optional<Job> job =
        writer.changeQueued(offered, (current, now) -> offered(current, runs, worker, lease, now));
    if (job.isPresent() && job.get().status() == JobStatus.QUEUED && !runs) {
      job = claimNext(offered, worker, lease);
    }
    return job.filter(claimed -> claimed.status() == JobStatus.RUNNING);
  }

  private static Job offered(Job job, boolean runs, String worker, Duration lease, Instant now) {
    if (job.overdue(now)) {
      return job.expired(now);
    }
    if (job.availableAt().isAfter(now)) {
      return job;
    }
    return runs ? job.claimed(worker, lease, now) : job.declined(now);
  }

  private Optional<Job> claimNext(UUID offered, String worker, Duration lease) {
    return writer
        .changeAll(
            BacklogQueries.NEXT_FOR_WORKER,
            (job, now) -> offered(job, true, worker, lease, now),
            worker,
            offered)
        .stream()
        .findFirst();
  }

  private boolean canRun(String worker, UUID job) {
    Number count =
        (Number)
            entities
                .createNativeQuery(StoreQueries.WORKER_RUNS_JOB)
                .setParameter(1, worker)
                .setParameter(2, job)
                .getSingleResult();
    return count.longValue() > 0;
  }

  @Override
  public Job renew(
      AttemptId attempt, Duration lease, @Nullable Progress progress, double checkpoint) {
    return writer.change(
        attempt.job(),
        (job, now) -> job.alive(attempt.number(), lease, progress, checkpoint, now).expired(now));
  }

  @Override
  public Job succeed(AttemptId attempt, JobResult result) {
    return writer.change(attempt.job(), (job, now) -> job.succeeded(attempt.number(), result, now));
  }

  @Override
  public Job fail(AttemptId attempt, JobError error) {
    return writer.change(
        attempt.job(), (job, now) -> job.failed(attempt.number(), error, RetryPolicy.DEFAULT, now));
  }

  @Override
  public Job requeue(AttemptId attempt) {
    return writer.change(attempt.job(), (job, now) -> job.requeued(attempt.number(), now));
  }

  @Override
  public Job postpone(AttemptId attempt, JobError outage, Duration wait) {
    return writer.change(
        attempt.job(), (job, now) -> job.postponed(attempt.number(), outage, wait, now));
  }

  @Override
  public boolean starves(String worker, Duration patience) {
    return (Boolean)
        entities
            .createNativeQuery(StoreQueries.RELEASED_IN_VAIN)
            .setParameter(1, worker)
            .setParameter(2, patience.toMillis() / 1000.0)
            .getSingleResult();
  }

  @Override
  public Job cancel(AttemptId attempt) {
    return writer.change(attempt.job(), (job, now) -> job.canceled(attempt.number(), now));
  }

  @Override
  public Optional<Job> find(UUID job) {
    return jobs.find(job);
  }

  @Override
  public void discard(Collection<String> keys) {
    keys.forEach(deletions::add);
  }
}
