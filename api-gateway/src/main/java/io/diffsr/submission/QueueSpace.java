package io.diffsr.submission;

import io.diffsr.job.JobStatus;
import io.diffsr.store.JobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether the queue has room. Counting a long queue takes longer than inserting a job, so it is
 * counted once a second and whenever it seems full: no submission is refused by an old count, and
 * the limit is exceeded at most by what is accepted at the same time, by other gateways within that
 * second.
 */
@ApplicationScoped
class QueueSpace {
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private final LongSupplier queued;
  private final long limit;
  private long count = Long.MAX_VALUE;
  private volatile long countedAt;

  @Inject
  QueueSpace(JobStore jobs, LimitSettings limits) {
    this(() -> jobs.count(JobStatus.QUEUED), limits.queuedJobs());
  }

  /**
   * @param queued counts
   * @param limit of the queue
   */
  QueueSpace(LongSupplier queued, long limit) {
    this.queued = queued;
    this.limit = limit;
  }

  /** Takes a place where there is one. */
  boolean take() {
    if (System.nanoTime() - countedAt < FRESH && takeCounted()) {
      return true;
    }
    // Not under the lock: a database that is away must not have the callers wait in line.
    long counted = queued.getAsLong();
    synchronized (this) {
      count = counted;
      countedAt = System.nanoTime();
      return takeCounted();
    }
  }

  private synchronized boolean takeCounted() {
    boolean room = count < limit;
    if (room) {
      count++;
    }
    return room;
  }
}
