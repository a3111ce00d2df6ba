package io.diffsr.run;

import io.diffsr.job.Progress;
import java.io.InputStream;
import java.util.Optional;

/** Who watches a run, may stop it, and may keep its state so that another run can go on from it. */
public interface UpscaleObserver {
  /** Watches nothing and never stops a run. */
  UpscaleObserver NONE =
      new UpscaleObserver() {
        @Override
        public void progress(Progress latest) {}

        @Override
        public boolean canceled() {
          return false;
        }
      };

  /** Called at the start of each phase and after every network call. */
  void progress(Progress latest);

  /** Asked before every network call; true ends the run with a {@link CanceledException}. */
  boolean canceled();

  /** Asked after every step of a sampler; true has the run hand over its state. */
  default boolean wantsCheckpoint() {
    return false;
  }

  /**
   * Keeps the state of the run after a step.
   *
   * @param checkpoint what it writes is to be handed to a later run of the same job as it is;
   *     writes only before this method returns
   */
  default void checkpoint(CheckpointWriter checkpoint) {}

  /**
   * The last checkpoint of an interrupted run of the same job. One that does not fit, or is
   * damaged, is passed over. The caller closes it.
   */
  default Optional<InputStream> lastCheckpoint() {
    return Optional.empty();
  }
}
