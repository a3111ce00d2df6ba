package io.diffsr.run;

import io.diffsr.job.UpscalePhase;

/**
 * What accompanies one run through its methods.
 *
 * @param report times the run and reports its progress
 * @param cancellation ends it
 * @param resumption lets it go on where an interrupted run of the same job was
 */
public record RunContext(RunReport report, Cancellation cancellation, Resumption resumption) {
  public static RunContext of(UpscaleObserver observer) {
    return new RunContext(
        new RunReport(observer::progress),
        new Cancellation(observer::canceled),
        new Resumption(observer));
  }

  /**
   * Starts the next phase.
   *
   * @throws CanceledException when the run is to stop
   */
  public void enter(UpscalePhase phase) {
    cancellation.requireNone();
    report.enter(phase);
  }
}
