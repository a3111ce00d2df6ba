package io.diffsr.dispatch;

import io.diffsr.job.Job;
import io.diffsr.job.JobEvent;
import io.diffsr.job.JobStatus;
import io.diffsr.messaging.CloudEvent;
import io.diffsr.store.DispatchStore;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;
import org.jboss.logging.Logger;

/**
 * Moves the backlog to Kafka, tenant by tenant in turn, keeping only a small window of jobs there.
 * Any number of gateways may do so at the same time: each takes rows that no other holds.
 */
@ApplicationScoped
class Dispatcher {
  private static final Logger LOG = Logger.getLogger(Dispatcher.class);

  private final DispatchStore jobs;
  private final JobRelease release;
  private final DispatchSettings settings;
  private final ReentrantLock one = new ReentrantLock();
  private final AtomicBoolean wanted = new AtomicBoolean();
  private final AtomicBoolean thorough = new AtomicBoolean();
  private volatile boolean full;

  @Inject
  Dispatcher(DispatchStore jobs, JobRelease release, DispatchSettings settings) {
    this.jobs = jobs;
    this.release = release;
    this.settings = settings;
  }

  /** A queued job is dispatched at once where there is room; a canceled one may make room. */
  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobEvent event) {
    if (full != (event.status() == JobStatus.QUEUED)) {
      wake();
    }
  }

  /** A worker that has claimed a job has made room for another. */
  void notified(@Observes CloudEvent event) {
    if (full && event.type().equals(CloudEvent.JOB_STATUS)) {
      wake();
    }
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void tick() {
    thorough.set(true);
    wake();
  }

  private void wake() {
    if (wanted.compareAndSet(false, true)) {
      Infrastructure.getDefaultWorkerPool().execute(this::dispatch);
    }
  }

  private void dispatch() {
    one.lock();
    try {
      wanted.set(false);
      while (releaseBatch(jobs::release)) {
        LOG.debug("released a batch");
      }
      if (!full && thorough.getAndSet(false)) {
        var unused = releaseBatch(jobs::releaseOfAll);
      }
    } catch (RuntimeException e) {
      LOG.warnf("could not dispatch, will try again: %s", e.getMessage());
    } finally {
      one.unlock();
    }
  }

  private boolean releaseBatch(IntFunction<List<Job>> backlog) {
    int room = (int) (settings.window() - jobs.countReleased());
    full = room <= 0;
    if (full) {
      return false;
    }
    List<Job> released = backlog.apply(room);
    release.send(released);
    return released.size() == room;
  }
}
