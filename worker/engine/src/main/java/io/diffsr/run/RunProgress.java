package io.diffsr.run;

import io.diffsr.diffusion.SamplerState;
import io.diffsr.job.Progress;
import io.diffsr.job.UpscalePhase;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Times a run's phases, tells its observer how far it is, and ends it when that asks for it. */
public final class RunProgress {
  private static final double NANOSECONDS_PER_SECOND = 1e9;
  private static final double PERCENT_BEFORE_SAMPLING = 2;
  private static final double PERCENT_AFTER_SAMPLING = 98;

  private final UpscaleObserver observer;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private @Nullable UpscalePhase phase;
  private @Nullable UpscalePhase told;
  private int runs = 1;
  private long phaseStart;
  private int steps;
  private int tiles;
  private int networkCalls;
  private long networkNanoseconds;
  private int callsBefore;
  private @Nullable Integer resumedAtStep;
  private @Nullable SampleStatistics finished;
  private @Nullable Checkpoint saved;
  private boolean savedRead;

  public RunProgress(UpscaleObserver observer) {
    this.observer = observer;
  }

  /**
   * Announces that the method will run so many times; to be called before the first. Where an
   * interrupted attempt has left some of its runs, these are done.
   *
   * @param values of one result
   * @return the results so far, to which each further one is to be added
   */
  public SampleStatistics repeat(int times, int values) {
    runs = times;
    finished =
        saved()
            .map(Checkpoint::finished)
            .filter(statistics -> statistics.values() == values && statistics.count() < times)
            .orElseGet(() -> new SampleStatistics(values));
    return finished;
  }

  /**
   * Ends the phase under way and starts the next. A further run begins where the first one did; its
   * time counts, but observers see phases in their order and each once.
   */
  public void enter(UpscalePhase next) {
    requireNotCanceled();
    end();
    phase = next;
    phaseStart = System.nanoTime();
    if (told != null && next.compareTo(told) <= 0) {
      return;
    }
    told = next;
    double percent =
        next.compareTo(UpscalePhase.SAMPLE) <= 0 ? PERCENT_BEFORE_SAMPLING : PERCENT_AFTER_SAMPLING;
    observer.progress(
        new Progress(
            next, networkCalls > 0 ? steps : 0, steps, tiles, networkCalls, percent, null));
  }

  /** The finished results of a checkpoint are of another run, for example on another device. */
  public static final class OtherRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * The state to go on from: that of an interrupted run of the same job, or the start.
   *
   * @param fingerprint of all that decides the bytes of this run
   * @param start makes the state before the first step
   * @throws OtherRunException where the results that are taken for finished are of another run
   */
  public SamplerState resume(String fingerprint, Supplier<SamplerState> start) {
    Optional<Checkpoint> last =
        saved().filter(checkpoint -> checkpoint.fingerprint().equals(fingerprint));
    boolean first = saved != null;
    saved = null;
    if (last.isEmpty()) {
      if (first && finishedRuns() > 0) {
        throw new OtherRunException();
      }
      return start.get();
    }
    callsBefore = last.get().networkCalls();
    resumedAtStep = finishedRuns() * steps / runs + last.get().state().step();
    return last.get().state();
  }

  /** A step is done; hands its state over if the observer wants to keep it. */
  public void stepped(String fingerprint, SamplerState state) {
    if (observer.wantsCheckpoint()) {
      Checkpoint checkpoint =
          new Checkpoint(fingerprint, callsBefore + networkCalls, state, finished);
      checkpoint.toBytes().ifPresent(observer::checkpoint);
    }
  }

  /** The step this run went on from, or null where it went from the start. */
  public @Nullable Integer resumedAtStep() {
    return resumedAtStep;
  }

  private int finishedRuns() {
    return finished == null ? 0 : finished.count();
  }

  /** Read once: it is as large as the canvas. */
  private Optional<Checkpoint> saved() {
    if (!savedRead) {
      savedRead = true;
      saved = observer.lastCheckpoint().flatMap(Checkpoint::read).orElse(null);
    }
    return Optional.ofNullable(saved);
  }

  /** Announces how much there is to sample in one run. */
  public void expect(int allSteps, int tilesPerStep) {
    steps = allSteps * runs;
    tiles = tilesPerStep;
  }

  /** Makes a network call and takes its time. */
  public float[] call(Supplier<float[]> network) {
    long start = System.nanoTime();
    float[] answer = network.get();
    networkNanoseconds += System.nanoTime() - start;
    return answer;
  }

  /** Counts tile-sized network calls that are done. */
  public void called(int calls) {
    networkCalls += calls;
    long all = (long) steps * tiles;
    int done = callsBefore + networkCalls;
    double share = (double) done / all;
    double sampling = seconds.getOrDefault(UpscalePhase.SAMPLE.wireName(), 0.0) + secondsInPhase();
    double eta = sampling / networkCalls * (all - done);
    double percent =
        PERCENT_BEFORE_SAMPLING + share * (PERCENT_AFTER_SAMPLING - PERCENT_BEFORE_SAMPLING);
    observer.progress(
        new Progress(UpscalePhase.SAMPLE, done / tiles, steps, tiles, networkCalls, percent, eta));
  }

  /**
   * To be called before anything that takes long.
   *
   * @throws CanceledException when the run is to stop
   */
  public void requireNotCanceled() {
    if (observer.canceled()) {
      throw new CanceledException();
    }
  }

  /** Calls of this run alone, without those before it was resumed. */
  public int networkCalls() {
    return networkCalls;
  }

  /** Seconds of this run within the network. */
  public double networkSeconds() {
    return networkNanoseconds / NANOSECONDS_PER_SECOND;
  }

  /** Ends the phase under way and answers the seconds of all, by wire name. */
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
