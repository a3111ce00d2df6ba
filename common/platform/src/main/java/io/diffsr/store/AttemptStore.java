package io.diffsr.store;

import io.diffsr.job.AttemptId;
import io.diffsr.job.Job;
import io.diffsr.job.JobError;
import io.diffsr.job.JobResult;
import io.diffsr.job.Progress;
import io.diffsr.job.StaleAttemptException;
import java.time.Duration;
import java.util.Collection;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a worker may do to a job. Each method is one transaction and answers the job after it; each
 * but {@link #claim} and {@link #find} carries the attempt as its fence and throws {@link
 * StaleAttemptException} where the job has gone on without it, and {@link NoSuchElementException}
 * where it is gone.
 */
public interface AttemptStore {
  /**
   * Takes a job. The job that Kafka offered is taken where this worker can run it; else it returns
   * to the backlog for another worker, and the first job that this one can run is taken instead.
   *
   * @param worker name under which it has registered ({@link WorkerRegistry})
   * @param lease how long it may go without a heartbeat
   * @return the job with its new attempt number, or empty when there is none to take
   */
  Optional<Job> claim(UUID offered, String worker, Duration lease);

  /**
   * Prolongs the lease and stores the progress. A job that is past its deadline expires: the
   * answered job shows that, as it does a request to cancel.
   *
   * @param checkpoint percent at the last checkpoint that this attempt has stored, 0 for none
   */
  Job renew(AttemptId attempt, Duration lease, @Nullable Progress progress, double checkpoint);

  /** Publishes the result. One that comes after a request to cancel is dropped. */
  Job succeed(AttemptId attempt, JobResult result);

  /** The attempt failed; the job is queued again after a delay, or has failed for good. */
  Job fail(AttemptId attempt, JobError error);

  /** The worker shuts down: the job is queued again, and no attempt is spent. */
  Job requeue(AttemptId attempt);

  /** Something that the attempt needs is away: the job waits in the queue; no attempt is spent. */
  Job postpone(AttemptId attempt, JobError outage, Duration wait);

  /** Whether a job that this worker can run has been released in vain: Kafka did not deliver it. */
  boolean starves(String worker, Duration patience);

  /** The worker has stopped because the job was asked to. */
  Job cancel(AttemptId attempt);

  /** The current job. */
  Optional<Job> find(UUID job);

  /** Has objects removed that this worker stored and nothing refers to. */
  void discard(Collection<String> keys);
}
