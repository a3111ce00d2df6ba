package io.diffsr.calibration;

/** Who watches a calibration. */
@FunctionalInterface
public interface CalibrationObserver {
  /**
   * Called after each picture and each network call.
   *
   * @param what {@code pictures} or {@code network calls}
   * @param done in 1..all
   */
  void measured(String what, int done, int all);
}
