package io.diffsr.run;

import io.diffsr.diffusion.SamplerState;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes on from the last checkpoint of an interrupted run of the same job, and stores checkpoints.
 * Whether a checkpoint is of the same job is decided once, before anything is taken from it.
 */
public final class Resumption {
  private final UpscaleObserver observer;
  private String fingerprint = "";
  private @Nullable Checkpoint accepted;
  private @Nullable SampleStatistics finished;
  private int callsBefore;
  private @Nullable Integer resumedAtStep;

  Resumption(UpscaleObserver observer) {
    this.observer = observer;
  }

  /**
   * Reads the last checkpoint, and accepts it where it is of the same job.
   *
   * @param job fingerprint of all that decides the bytes of the whole job
   * @param samples results that the job draws
   * @param steps of the sampler for each of them
   * @param values of one result, 3 × height × width
   */
  public void begin(String job, int samples, int steps, int values) {
    fingerprint = job;
    // Read once: it is as large as the canvas.
    accepted =
        observer
            .lastCheckpoint()
            .flatMap(stream -> Checkpoint.read(stream, values))
            .filter(checkpoint -> checkpoint.fits(job, samples, steps, values))
            .orElse(null);
    finished = samples == 1 ? null : new SampleStatistics(values);
    if (accepted != null) {
      finished = accepted.finished() == null ? finished : accepted.finished();
      callsBefore = accepted.networkCalls();
      resumedAtStep = finishedSamples() * steps + accepted.state().step();
    }
  }

  /** The results so far, to which each further one is to be added; of jobs that draw several. */
  public SampleStatistics finished() {
    if (finished == null) {
      throw new IllegalStateException("the job draws one result");
    }
    return finished;
  }

  private int finishedSamples() {
    return finished == null ? 0 : finished.count();
  }

  /**
   * The state to go on from: that of the checkpoint, once, or else the start.
   *
   * @param start makes the state before the first step
   */
  public SamplerState state(Supplier<SamplerState> start) {
    if (accepted == null) {
      return start.get();
    }
    SamplerState state = accepted.state().settled();
    // Nothing but the caller keeps the canvas in memory.
    accepted = null;
    return state;
  }

  /**
   * A step is done: stores its state if a checkpoint is due.
   *
   * @param networkCalls of this run so far
   */
  public void stepped(SamplerState state, int networkCalls) {
    if (observer.wantsCheckpoint()) {
      observer.checkpoint(
          new Checkpoint(fingerprint, callsBefore + networkCalls, state, finished)::writeTo);
    }
  }

  /** Network calls of the interrupted run up to the checkpoint; 0 where there is none. */
  public int callsBefore() {
    return callsBefore;
  }

  /** The step, over all samples, that this run went on from; null where it had none. */
  public @Nullable Integer resumedAtStep() {
    return resumedAtStep;
  }
}
