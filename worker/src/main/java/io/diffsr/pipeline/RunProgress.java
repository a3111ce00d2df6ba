package io.diffsr.pipeline;

import io.diffsr.job.Progress;
import io.diffsr.job.UpscalePhase;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Times a run's phases, tells its observer how far it is, and ends it when that asks for it. */
final class RunProgress {
  private static final double PERCENT_BEFORE_SAMPLING = 2;
  private static final double PERCENT_AFTER_SAMPLING = 98;

  private final UpscaleObserver observer;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private @Nullable UpscalePhase phase;
  private long phaseStart;
  private int steps;
  private int tiles;
  private int networkCalls;

  RunProgress(UpscaleObserver observer) {
    this.observer = observer;
  }

  /** Ends the phase under way and starts the next. */
  void enter(UpscalePhase next) {
    requireNotCanceled();
    end();
    phase = next;
    phaseStart = System.nanoTime();
    double percent =
        next.compareTo(UpscalePhase.SAMPLE) <= 0 ? PERCENT_BEFORE_SAMPLING : PERCENT_AFTER_SAMPLING;
    observer.progress(
        new Progress(
            next, networkCalls > 0 ? steps : 0, steps, tiles, networkCalls, percent, null));
  }

  /** Announces how much there is to sample. */
  void expect(int allSteps, int tilesPerStep) {
    steps = allSteps;
    tiles = tilesPerStep;
  }

  /** Counts tile-sized network calls that are done. */
  void called(int calls) {
    networkCalls += calls;
    long all = (long) steps * tiles;
    double share = (double) networkCalls / all;
    double eta = secondsInPhase() / networkCalls * (all - networkCalls);
    double percent =
        PERCENT_BEFORE_SAMPLING + share * (PERCENT_AFTER_SAMPLING - PERCENT_BEFORE_SAMPLING);
    observer.progress(
        new Progress(
            UpscalePhase.SAMPLE, networkCalls / tiles, steps, tiles, networkCalls, percent, eta));
  }

  /**
   * To be called before anything that takes long.
   *
   * @throws CanceledException when the run is to stop
   */
  void requireNotCanceled() {
    if (observer.canceled()) {
      throw new CanceledException();
    }
  }

  int networkCalls() {
    return networkCalls;
  }

  /** Ends the phase under way and answers the seconds of all, by wire name. */
  Map<String, Double> secondsPerPhase() {
    end();
    return Collections.unmodifiableMap(seconds);
  }

  private void end() {
    if (phase != null) {
      seconds.merge(phase.wireName(), secondsInPhase(), Double::sum);
      phase = null;
    }
  }

  private double secondsInPhase() {
    return (System.nanoTime() - phaseStart) / 1e9;
  }
}
