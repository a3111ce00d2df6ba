package io.diffsr.attempt;

import io.diffsr.attempt.RunningAttempt.Stop;
import io.diffsr.job.Job;
import io.diffsr.job.JobStatus;
import io.diffsr.job.StaleAttemptException;
import io.diffsr.store.AttemptStore;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** Renews the leases of running attempts, and learns by that whether they should stop. */
@ApplicationScoped
class LeaseKeeper {
  private static final Logger LOG = Logger.getLogger(LeaseKeeper.class);

  private final AttemptStore attempts;
  private final WorkSettings settings;
  private final WorkMetrics metrics;
  private final BiConsumer<UUID, Duration> hung;
  private final ScheduledExecutorService heartbeats;

  @Inject
  LeaseKeeper(
      AttemptStore attempts, WorkSettings settings, WorkMetrics metrics, HungAttempts hung) {
    this(attempts, settings, metrics, hung::end);
  }

  /**
   * @param hung ends the worker, told of the job in which nothing has moved for so long
   */
  LeaseKeeper(
      AttemptStore attempts,
      WorkSettings settings,
      WorkMetrics metrics,
      BiConsumer<UUID, Duration> hung) {
    this.attempts = attempts;
    this.settings = settings;
    this.metrics = metrics;
    this.hung = hung;
    this.heartbeats =
        Executors.newScheduledThreadPool(
            settings.slots(), task -> new Thread(task, "diffsr-heartbeat"));
  }

  /** A lease that is being renewed until it is closed. */
  final class Hold implements AutoCloseable {
    private final RunningAttempt attempt;
    private final ScheduledFuture<?> beat;
    private boolean closed;

    private Hold(RunningAttempt attempt) {
      this.attempt = attempt;
      long every = settings.heartbeat().toMillis();
      beat = heartbeats.scheduleWithFixedDelay(this::beat, every, every, TimeUnit.MILLISECONDS);
      // At once, so that a worker that is killed now has advanced its job.
      attempt.afterCheckpoint(() -> heartbeats.execute(this::beat));
    }

    private synchronized void beat() {
      if (!closed) {
        renew(attempt);
      }
    }

    /** When it returns, no renewal is under way and none will follow. */
    @Override
    public synchronized void close() {
      closed = true;
      beat.cancel(false);
    }
  }

  Hold hold(RunningAttempt attempt) {
    return new Hold(attempt);
  }

  private void renew(RunningAttempt attempt) {
    Duration silence = attempt.silence();
    if (silence.compareTo(settings.stallLimit()) > 0) {
      hung.accept(attempt.id(), silence);
      return;
    }
    try {
      Job job =
          attempts.renew(
              attempt.fence(), settings.lease(), attempt.progress(), attempt.checkpointPercent());
      if (job.status() == JobStatus.CANCELING) {
        attempt.stop(Stop.CANCEL);
      } else if (job.status() == JobStatus.EXPIRED) {
        attempt.stop(Stop.EXPIRE);
      }
    } catch (StaleAttemptException | NoSuchElementException e) {
      // The attempt is not the job's any more, or the job has been deleted.
      LOG.warnf("%s", e.getMessage());
      metrics.leaseLost();
      attempt.stop(Stop.LOSS);
    } catch (RuntimeException | Error e) {
      // An error must not end the heartbeats. Nothing is lost yet: the next one may succeed, and if
      // none does, the fence holds.
      LOG.warnf("could not renew the lease on job %s: %s", attempt.id(), e.getMessage());
    }
  }

  @PreDestroy
  void stop() {
    heartbeats.shutdownNow();
  }
}
