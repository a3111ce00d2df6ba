package io.diffsr.calibration;

import io.diffsr.field.RecoverableFieldCalibration;
import java.util.List;

/**
 * What a calibration found.
 *
 * @param values to be written beside the model
 * @param measuredErrors the network's errors before the isotonic fit, one per error timestep
 * @param crop edge of the squares that the network saw, in pixels
 */
public record Calibration(
    RecoverableFieldCalibration values, List<Double> measuredErrors, int crop) {
  public Calibration {
    measuredErrors = List.copyOf(measuredErrors);
  }
}
