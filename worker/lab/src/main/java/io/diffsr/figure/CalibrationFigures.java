package io.diffsr.figure;

import io.diffsr.calibration.Calibration;
import io.diffsr.field.RecoverableFieldCalibration;
import java.util.List;

/** Plots of a calibration. */
public final class CalibrationFigures {
  private CalibrationFigures() {}

  /** The network's error over the timesteps, measured and fitted. */
  public static byte[] networkError(Calibration calibration) {
    RecoverableFieldCalibration values = calibration.values();
    List<Double> timesteps = values.errorTimesteps().stream().map(Integer::doubleValue).toList();
    return new LineFigure("Error of the network", "timestep t", "mean squared error of ε", true)
        .points("measured", timesteps, calibration.measuredErrors())
        .curve("isotonic fit", timesteps, values.errorValues())
        .png();
  }

  /** Power ratio and mean squared error over the scales, beside the defaults. */
  public static byte[] scales(Calibration calibration) {
    RecoverableFieldCalibration values = calibration.values();
    RecoverableFieldCalibration defaults = RecoverableFieldCalibration.defaults();
    return new LineFigure("Pictures over the scales", "scale", "r, Δ² × 1000", true)
        .line("power ratio r", values.scales(), values.powerRatios())
        .line("r, default", defaults.scales(), defaults.powerRatios())
        .line("Δ² × 1000", values.scales(), thousandfold(values.meanSquaredErrors()))
        .line("Δ² × 1000, default", defaults.scales(), thousandfold(defaults.meanSquaredErrors()))
        .png();
  }

  private static List<Double> thousandfold(List<Double> values) {
    return values.stream().map(value -> 1000 * value).toList();
  }
}
