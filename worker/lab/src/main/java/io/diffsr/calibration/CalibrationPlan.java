package io.diffsr.calibration;

import java.util.List;

/**
 * How a calibration is to be made.
 *
 * @param scales to be measured, strictly ascending, above 1
 * @param timesteps how many timesteps the network's error is measured at, at least 2
 * @param crop edge of the squares that the network sees, in pixels
 * @param kappas κ, for all scales or one for each, see {@link
 *     io.diffsr.field.RecoverableFieldCalibration}
 * @param trainingResolution edge of the pictures that the model was trained for, in pixels; moves
 *     the smallest recognisable SNR
 * @param seed of the noise
 */
public record CalibrationPlan(
    List<Double> scales,
    int timesteps,
    int crop,
    List<Double> kappas,
    int trainingResolution,
    long seed) {
  public CalibrationPlan {
    scales = List.copyOf(scales);
    kappas = List.copyOf(kappas);
  }
}
