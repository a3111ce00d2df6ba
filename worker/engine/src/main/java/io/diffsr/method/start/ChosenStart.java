package io.diffsr.method.start;

import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.field.Enlargement;
import io.diffsr.field.FieldEstimate;
import io.diffsr.field.RecoverableFieldCalibration;
import io.diffsr.job.RecoverableField;
import io.diffsr.picture.Picture;
import io.diffsr.request.Consistency;
import io.diffsr.request.UpscaleSpec;
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
   * Where a reverse diffusion from this start is to begin.
   *
   * @param input opaque, or multiplied by its opacity
   * @throws io.diffsr.run.UpscaleException of code {@code INVALID_REQUEST} where the model lacks
   *     the timestep that was asked for
   */
  public RecoverableField field(
      Picture input, UpscaleSpec spec, NoiseSchedule schedule, RunContext context) {
    boolean consistent = spec.consistency() != Consistency.NONE;
    return FieldEstimate.of(input, spec, calibration, schedule, enlargement(consistent, context));
  }

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
