package io.diffsr.attempt;

import io.diffsr.job.AttemptId;
import io.diffsr.job.Job;
import io.diffsr.job.Progress;
import io.diffsr.run.UpscaleObserver;
import java.util.Optional;
import java.util.UUID;
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

  private final Job job;
  private final Consumer<RunningAttempt> watcher;
  private final AttemptCheckpoints checkpoints;
  private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
  private volatile @Nullable Progress progress;

  /**
   * @param job as it was claimed
   * @param watcher called after every step
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
  }

  @Nullable Stop stopReason() {
    return stop.get();
  }

  @Override
  public void progress(Progress latest) {
    progress = latest;
    watcher.accept(this);
  }

  @Override
  public boolean canceled() {
    return stop.get() != null;
  }

  @Override
  public boolean wantsCheckpoint() {
    return !canceled() && checkpoints.due();
  }

  @Override
  public void checkpoint(byte[] checkpoint) {
    checkpoints.store(checkpoint);
  }

  @Override
  public Optional<byte[]> lastCheckpoint() {
    return checkpoints.last();
  }
}
