package io.diffsr.attempt;

import io.diffsr.attempt.RunningAttempt.Stop;
import io.diffsr.job.AttemptId;
import io.diffsr.job.Job;
import io.diffsr.job.JobResult;
import io.diffsr.job.JobStatus;
import io.diffsr.job.StaleAttemptException;
import io.diffsr.storage.ObjectKeys;
import io.diffsr.store.AttemptStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * The one fenced transaction that ends an attempt, and what is discarded afterwards. Whether a
 * transaction was committed is not known where its answer was lost: then the row decides.
 */
final class Publication {
  private static final Logger LOG = Logger.getLogger(Publication.class);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration POSTPONED_FOR = Duration.ofSeconds(30);

  private final AttemptStore store;
  private final WorkMetrics metrics;

  Publication(AttemptStore store, WorkMetrics metrics) {
    this.store = store;
    this.metrics = metrics;
  }

  /** Ends the attempt; retries while the database is away, because the work is done. */
  void publish(RunningAttempt attempt, AttemptOutcome outcome) {
    while (true) {
      try {
        Optional<Job> job = end(attempt, outcome);
        job.ifPresent(
            ended -> {
              metrics.attemptEnded(ended.status());
              LOG.infof(
                  "job %s: attempt %d ended, %s", ended.id(), attempt.number(), ended.status());
            });
        discard(job, attempt, outcome);
        return;
      } catch (StaleAttemptException | NoSuchElementException e) {
        LOG.warnf("%s", e.getMessage());
        discardByTheRow(attempt, outcome);
        return;
      } catch (RuntimeException e) {
        LOG.warnf("job %s: could not end the attempt, will try again: %s", attempt.id(), e);
        if (attempt.stopReason() == Stop.DRAIN) {
          return;
        }
        LockSupport.parkNanos(RETRY_PAUSE.toNanos());
      }
    }
  }

  /** The job after the attempt, or the current one where it has gone on already. */
  private Optional<Job> end(RunningAttempt attempt, AttemptOutcome outcome) {
    AttemptId fence = attempt.fence();
    if (outcome instanceof AttemptOutcome.Finished finished) {
      return Optional.of(store.succeed(fence, finished.result()));
    }
    if (outcome instanceof AttemptOutcome.Failed failed) {
      return Optional.of(store.fail(fence, failed.error()));
    }
    if (outcome instanceof AttemptOutcome.Postponed postponed) {
      return Optional.of(store.postpone(fence, postponed.outage(), POSTPONED_FOR));
    }
    return switch (((AttemptOutcome.Stopped) outcome).reason()) {
      case CANCEL -> Optional.of(store.cancel(fence));
      case DRAIN -> Optional.of(store.requeue(fence));
      case EXPIRE, LOSS -> store.find(attempt.id());
    };
  }

  /** Where the row cannot be read, nothing is discarded: it may be what the row refers to. */
  private void discardByTheRow(RunningAttempt attempt, AttemptOutcome outcome) {
    try {
      discard(store.find(attempt.id()), attempt, outcome);
    } catch (RuntimeException e) {
      LOG.warnf(
          "job %s: objects of attempt %d are left to the orphan cleaner",
          attempt.id(), attempt.number());
    }
  }

  private void discard(Optional<Job> row, RunningAttempt attempt, AttemptOutcome outcome) {
    List<String> keys = new ArrayList<>();
    if (outcome instanceof AttemptOutcome.Finished finished) {
      JobResult made = finished.result();
      boolean published =
          row.map(Job::result).map(JobResult::key).filter(made.key()::equals).isPresent();
      if (!published) {
        keys.add(made.key());
        if (made.uncertaintyKey() != null) {
          keys.add(made.uncertaintyKey());
        }
      }
    }
    if (row.map(Job::status).map(JobStatus::terminal).orElse(true)) {
      // Also that which a worker without its lease wrote after the job had ended.
      keys.add(ObjectKeys.checkpoint(attempt.id()));
    }
    if (!keys.isEmpty()) {
      store.discard(keys);
    }
  }
}
