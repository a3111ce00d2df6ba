package io.diffsr.field;

import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.job.ErrorCode;
import io.diffsr.job.RecoverableField;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.run.UpscaleException;

/** Asks the Perceptual Recoverable Field where the reverse diffusion of a picture should start. */
public final class FieldEstimate {
  /** Below this many pixels along an axis, shrinking the input once more leaves nothing to see. */
  private static final int SMALLEST_EDGE = 8;

  private FieldEstimate() {}

  /**
   * The field of a picture, with the start that the job asks for where it names one.
   *
   * @param input opaque, or multiplied by its opacity
   * @param enlargement whose loss the calibration is about
   * @throws UpscaleException of code {@code INVALID_REQUEST} where the model lacks the timestep
   *     that was asked for; only the model knows how many it has
   */
  public static RecoverableField of(
      Picture input,
      UpscaleSpec spec,
      RecoverableFieldCalibration calibration,
      NoiseSchedule schedule,
      Enlargement enlargement) {
    double vertical = (double) spec.height() / input.height();
    double horizontal = (double) spec.width() / input.width();
    double scale = Math.sqrt(vertical * horizontal);
    int height = (int) Math.round(input.height() / vertical);
    int width = (int) Math.round(input.width() / horizontal);
    double squaredError =
        Math.min(height, width) < SMALLEST_EDGE || scale <= 1
            ? calibration.meanSquaredError(scale)
            : calibration.squaredError(
                scale,
                ShrinkingLoss.of(
                    input.rgb(),
                    Degradation.of(input.height(), input.width(), height, width),
                    enlargement));
    Integer timestep = spec.timestep();
    Double noiseLevel = spec.noiseLevel();
    if (timestep != null && timestep >= schedule.timesteps()) {
      throw new UpscaleException(
          ErrorCode.INVALID_REQUEST,
          "timestep is %d; the model %s has 0..%d"
              .formatted(timestep, spec.model(), schedule.timesteps() - 1));
    }
    if (timestep == null && noiseLevel != null) {
      timestep = PerceptualRecoverableField.timestepOfNoiseLevel(schedule, noiseLevel);
    }
    return timestep == null
        ? PerceptualRecoverableField.of(schedule, calibration, scale, squaredError)
        : PerceptualRecoverableField.overridden(
            schedule, calibration, scale, squaredError, timestep);
  }
}
