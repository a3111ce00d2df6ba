package io.diffsr.run;

import io.diffsr.job.Progress;
import io.diffsr.job.UpscalePhase;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Times a run's phases and network calls, and reports its progress. */
public final class RunReport {
  private static final double NANOSECONDS_PER_SECOND = 1e9;
  private static final double PERCENT_BEFORE_SAMPLING = 2;
  private static final double PERCENT_AFTER_SAMPLING = 98;

  private final Consumer<Progress> observer;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private @Nullable UpscalePhase phase;
  private long phaseStart;
  private int steps;
  private int tiles;
  private int networkCalls;
  private long networkNanoseconds;
  private int callsBefore;
  private int startCalls;
  private int callsBeforeSampling;

  /**
   * @param observer called at the start of each phase and after every network call
   */
  RunReport(Consumer<Progress> observer) {
    this.observer = observer;
  }

  /** Ends the current phase and starts the next. */
  void enter(UpscalePhase next) {
    end();
    phase = next;
    if (next == UpscalePhase.SAMPLE) {
      callsBeforeSampling = networkCalls;
    }
    phaseStart = System.nanoTime();
    double percent =
        next.compareTo(UpscalePhase.SAMPLE) <= 0 ? PERCENT_BEFORE_SAMPLING : PERCENT_AFTER_SAMPLING;
    observer.accept(
        new Progress(
            next,
            next.compareTo(UpscalePhase.SAMPLE) > 0 ? steps : 0,
            steps,
            tiles,
            networkCalls,
            percent,
            null));
  }

  /**
   * How much there is to sample.
   *
   * @param callsOfStart network calls before the first step
   * @param allSteps of all samples
   * @param tilesPerStep network calls per step
   */
  public void expect(int callsOfStart, int allSteps, int tilesPerStep) {
    startCalls = callsOfStart;
    steps = allSteps;
    tiles = tilesPerStep;
  }

  /** Network calls that an interrupted run has made already; they count as progress. */
  public void resumedAfter(int calls) {
    callsBefore = calls;
  }

  /** Makes a network call and measures its time. */
  public float[] call(Supplier<float[]> network) {
    long start = System.nanoTime();
    float[] answer = network.get();
    networkNanoseconds += System.nanoTime() - start;
    return answer;
  }

  /** Counts tile-sized network calls that are done. */
  public void called(int calls) {
    networkCalls += calls;
    if (phase != UpscalePhase.SAMPLE) {
      observer.accept(
          new Progress(UpscalePhase.FIELD, 0, 0, 0, networkCalls, PERCENT_BEFORE_SAMPLING, null));
      return;
    }
    long all = startCalls + (long) steps * tiles;
    long done = Math.min(callsBefore + sampleCalls(), all);
    double share = (double) done / all;
    double eta = secondsInPhase() / sampleCalls() * (all - done);
    double percent =
        PERCENT_BEFORE_SAMPLING + share * (PERCENT_AFTER_SAMPLING - PERCENT_BEFORE_SAMPLING);
    int step = (int) (Math.max(done - startCalls, 0) / tiles);
    observer.accept(
        new Progress(UpscalePhase.SAMPLE, step, steps, tiles, networkCalls, percent, eta));
  }

  /** Calls of this run since the first canvas was begun. */
  public int sampleCalls() {
    return networkCalls - callsBeforeSampling;
  }

  /** Calls of this run alone, without those before it was resumed. */
  public int networkCalls() {
    return networkCalls;
  }

  /** Seconds of this run within the network. */
  public double networkSeconds() {
    return networkNanoseconds / NANOSECONDS_PER_SECOND;
  }

  /** Ends the current phase and returns the seconds of all, by wire name. */
  public Map<String, Double> secondsPerPhase() {
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
    return (System.nanoTime() - phaseStart) / NANOSECONDS_PER_SECOND;
  }
}
