package io.diffsr.attempt;

import io.diffsr.attempt.Attempt.Stop;
import io.diffsr.job.Job;
import io.diffsr.job.JobResult;
import io.diffsr.job.JobStatus;
import io.diffsr.job.RetryPolicy;
import io.diffsr.job.StaleAttemptException;
import io.diffsr.storage.ObjectKeys;
import io.diffsr.storage.ObjectStore;
import io.diffsr.store.JobTransition;
import java.time.Duration;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * The one fenced transaction that says how an attempt went, and what is thrown away afterwards.
 * Whether a transaction was committed is not known where its answer was lost: then the row decides.
 */
final class Publication {
  private static final Logger LOG = Logger.getLogger(Publication.class);
  private static final Duration AGAIN = Duration.ofSeconds(1);

  private final BiFunction<UUID, JobTransition, Job> change;
  private final Function<UUID, Optional<Job>> find;
  private final ObjectStore objects;
  private final WorkMetrics metrics;

  /**
   * @param change applies a transition to the row and answers the job after it
   * @param find reads the row
   */
  Publication(
      BiFunction<UUID, JobTransition, Job> change,
      Function<UUID, Optional<Job>> find,
      ObjectStore objects,
      WorkMetrics metrics) {
    this.change = change;
    this.find = find;
    this.objects = objects;
    this.metrics = metrics;
  }

  /** Says how it went; asks again while the database is away, because the work is done. */
  void publish(Attempt attempt, Outcome outcome) {
    while (true) {
      try {
        Job job =
            change.apply(attempt.id(), (current, now) -> apply(attempt, outcome, current, now));
        metrics.attemptEnded(job.status());
        LOG.infof("job %s: attempt %d ended, %s", job.id(), attempt.number(), job.status());
        cleanUp(Optional.of(job), attempt, outcome);
        return;
      } catch (StaleAttemptException | NoSuchElementException e) {
        LOG.warnf("%s", e.getMessage());
        cleanUpByTheRow(attempt, outcome);
        return;
      } catch (RuntimeException e) {
        LOG.warnf("job %s: could not say how it went, will try again: %s", attempt.id(), e);
        if (attempt.stopReason() == Stop.DRAIN) {
          return;
        }
        LockSupport.parkNanos(AGAIN.toNanos());
      }
    }
  }

  private static Job apply(Attempt attempt, Outcome outcome, Job job, Instant now) {
    int number = attempt.number();
    if (outcome instanceof Outcome.Finished finished) {
      return job.succeeded(number, finished.result(), now);
    }
    if (outcome instanceof Outcome.Failed failed) {
      return job.failed(number, failed.error(), RetryPolicy.DEFAULT, now);
    }
    return switch (((Outcome.Stopped) outcome).reason()) {
      case CANCEL -> job.canceled(number, now);
      case DRAIN -> job.givenBack(number, now);
      // The row has moved on already.
      case EXPIRE, LOSS -> job;
    };
  }

  /** Where the row cannot be read, nothing is thrown away: it may be what the row points to. */
  private void cleanUpByTheRow(Attempt attempt, Outcome outcome) {
    try {
      cleanUp(find.apply(attempt.id()), attempt, outcome);
    } catch (RuntimeException e) {
      LOG.warnf("job %s: attempt %d may have left objects behind", attempt.id(), attempt.number());
    }
  }

  private void cleanUp(Optional<Job> row, Attempt attempt, Outcome outcome) {
    if (outcome instanceof Outcome.Finished finished) {
      JobResult made = finished.result();
      String published =
          row.map(Job::result).filter(result -> result != null).map(JobResult::key).orElse("");
      if (!made.key().equals(published)) {
        discard(made.key());
        String uncertaintyKey = made.uncertaintyKey();
        if (uncertaintyKey != null) {
          discard(uncertaintyKey);
        }
      }
    }
    if (row.map(Job::status).map(JobStatus::terminal).orElse(true)) {
      discard(ObjectKeys.checkpoint(attempt.id()));
    }
  }

  private void discard(String key) {
    try {
      objects.delete(key);
    } catch (RuntimeException e) {
      LOG.warnf("left %s behind: %s", key, e.getMessage());
    }
  }
}
