package io.diffsr.method.start;

import io.diffsr.field.Enlargement;
import io.diffsr.field.RecoverableFieldCalibration;
import io.diffsr.run.RunContext;
import org.jspecify.annotations.Nullable;

/**
 * What a job starts from.
 *
 * @param name one of {@link io.diffsr.request.UpscaleRules#STARTS} but {@code auto}, or that of a
 *     network
 * @param fidelity share of the mean in it; null where nothing is mixed
 * @param start makes the first picture
 * @param calibration places the recoverable field of what it makes
 * @param measured the start whose loss the calibration is about
 */
public record ChosenStart(
    String name,
    @Nullable Double fidelity,
    Start start,
    RecoverableFieldCalibration calibration,
    Start measured) {

  /**
   * Enlarges what was shrunk, for the field to see what is lost.
   *
   * @param consistent whether the job's results are to shrink to their input
   */
  public Enlargement enlargement(boolean consistent, RunContext context) {
    return (low, size) -> {
      float[] enlarged = measured.enlarge(low, size, context);
      if (consistent && measured.calls(size) > 0) {
        size.project(enlarged, low, 3, 1);
      }
      return enlarged;
    };
  }
}
