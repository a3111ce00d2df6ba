package io.diffsr.pipeline;

import io.diffsr.job.Progress;

/** Who watches a run and may stop it. */
public interface UpscaleObserver {
  /** Called at the start of each phase and after every network call. */
  void progress(Progress latest);

  /** Asked before every network call; true ends the run with a {@link CanceledException}. */
  boolean canceled();
}
