package io.diffsr.attempt;

import io.diffsr.job.AttemptId;
import io.diffsr.job.Job;
import io.diffsr.job.JobError;
import io.diffsr.job.JobResult;
import io.diffsr.job.Progress;
import io.diffsr.job.RetryPolicy;
import io.diffsr.store.AttemptStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A store of one job behind a network that commits, and then may lose the answer. */
final class OneJobStore implements AttemptStore {
  private final Instant now;
  private final Set<String> discarded = new TreeSet<>();
  private Job job;
  private int answersToLose;
  private int renewals;

  OneJobStore(Job job, Instant now) {
    this.job = job;
    this.now = now;
  }

  synchronized Job job() {
    return job;
  }

  synchronized void change(UnaryOperator<Job> change) {
    job = change.apply(job);
  }

  synchronized void loseAnswers(int count) {
    answersToLose = count;
  }

  synchronized Set<String> discarded() {
    return Set.copyOf(discarded);
  }

  synchronized int renewals() {
    return renewals;
  }

  private Job answer(Job after) {
    job = after;
    if (answersToLose > 0) {
      answersToLose--;
      throw new IllegalStateException("the connection broke");
    }
    return after;
  }

  @Override
  public synchronized Optional<Job> claim(UUID offered, String worker, Duration lease) {
    return Optional.of(answer(job.claimed(worker, lease, now)));
  }

  @Override
  public synchronized Job renew(
      AttemptId attempt, Duration lease, @Nullable Progress progress, double checkpoint) {
    renewals++;
    return answer(job.alive(attempt.number(), lease, progress, checkpoint, now).expired(now));
  }

  @Override
  public synchronized Job succeed(AttemptId attempt, JobResult result) {
    return answer(job.succeeded(attempt.number(), result, now));
  }

  @Override
  public synchronized Job fail(AttemptId attempt, JobError error) {
    return answer(job.failed(attempt.number(), error, RetryPolicy.DEFAULT, now));
  }

  @Override
  public synchronized Job requeue(AttemptId attempt) {
    return answer(job.requeued(attempt.number(), now));
  }

  @Override
  public synchronized Job postpone(AttemptId attempt, JobError outage, Duration wait) {
    return answer(job.postponed(attempt.number(), outage, wait, now));
  }

  @Override
  public boolean starves(String worker, Duration patience) {
    return false;
  }

  @Override
  public synchronized Job cancel(AttemptId attempt) {
    return answer(job.canceled(attempt.number(), now));
  }

  @Override
  public synchronized Optional<Job> find(UUID id) {
    return Optional.of(job);
  }

  @Override
  public synchronized void discard(Collection<String> keys) {
    discarded.addAll(keys);
  }
}
