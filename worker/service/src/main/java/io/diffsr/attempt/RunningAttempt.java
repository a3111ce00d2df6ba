package io.diffsr.attempt;

import io.diffsr.job.AttemptId;
import io.diffsr.job.Job;
import io.diffsr.job.Progress;
import io.diffsr.run.CanceledException;
import io.diffsr.run.CheckpointWriter;
import io.diffsr.run.UpscaleObserver;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One run of a job on this worker: how far it has come, and why it should stop. */
public final class RunningAttempt implements UpscaleObserver {
  /** Why an attempt ends before its time. */
  public enum Stop {
    /** Someone canceled the job. */
    CANCEL,
    /** The job's deadline passed. */
    EXPIRE,
    /** The job belongs to another worker by now. */
    LOSS,
    /** This worker shuts down. */
    DRAIN
  }

  private static final long TELL_EVERY = Duration.ofMillis(200).toNanos();

  private final Job job;
  private final Consumer<RunningAttempt> watcher;
  private final AttemptCheckpoints checkpoints;
  private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable Progress progress;
  private volatile long toldAt;
  private volatile long movedAt = System.nanoTime();
  private volatile double checkpointPercent;
  private volatile Runnable afterCheckpoint = () -> {};

  /**
   * @param job as it was claimed
   * @param watcher called when there is progress, some times a second at most
   * @param checkpoints of this attempt
   */
  public RunningAttempt(Job job, Consumer<RunningAttempt> watcher, AttemptCheckpoints checkpoints) {
    this.job = job;
    this.watcher = watcher;
    this.checkpoints = checkpoints;
  }

  Job job() {
    return job;
  }

  /** What every write carries. */
  AttemptId fence() {
    return AttemptId.of(job);
  }

  UUID id() {
    return job.id();
  }

  int number() {
    return job.attempt();
  }

  @Nullable Progress progress() {
    return progress;
  }

  /** The first reason counts. */
  public void stop(Stop reason) {
    stop.compareAndSet(null, reason);
    stopped.countDown();
  }

  /**
   * Waits, but not longer than until the attempt is to stop.
   *
   * @throws CanceledException where it is
   */
  void pause(Duration wait) {
    moved();
    try {
      if (stopped.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new CanceledException();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop(Stop.DRAIN);
      throw new CanceledException();
    }
  }

  /** For how long nothing has moved. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - movedAt);
  }

  private void moved() {
    movedAt = System.nanoTime();
  }

  @Nullable Stop stopReason() {
    return stop.get();
  }

  @Override
  public void progress(Progress latest) {
    moved();
    Progress before = progress;
    progress = latest;
    long now = System.nanoTime();
    // Quick networks make hundreds of calls a second, and nobody looks as often.
    if (before == null || before.phase() != latest.phase() || now - toldAt >= TELL_EVERY) {
      toldAt = now;
      watcher.accept(this);
    }
  }

  @Override
  public boolean canceled() {
    moved();
    return stop.get() != null;
  }

  @Override
  public boolean wantsCheckpoint() {
    return !canceled() && checkpoints.due();
  }

  @Override
  public void checkpoint(CheckpointWriter checkpoint) {
    Progress reached = progress;
    if (checkpoints.store(checkpoint) && reached != null) {
      checkpointPercent = reached.percent();
      afterCheckpoint.run();
    }
  }

  /** Percent at the last checkpoint that this attempt has stored, 0 for none. */
  double checkpointPercent() {
    return checkpointPercent;
  }

  /** Has something done after each stored checkpoint; it must not block. */
  void afterCheckpoint(Runnable action) {
    afterCheckpoint = action;
  }

  @Override
  public Optional<InputStream> lastCheckpoint() {
    return checkpoints.last();
  }
}
