package io.diffsr.cli;

import io.diffsr.calibration.Calibration;
import io.diffsr.field.RecoverableFieldCalibration;
import java.util.Locale;

/** A calibration as text. */
final class CalibrationText {
  private CalibrationText() {}

  static String of(Calibration calibration, int pictures) {
    RecoverableFieldCalibration values = calibration.values();
    StringBuilder text = new StringBuilder();
    line(text, "%d pictures", pictures);
    line(text, "scale    bias dB   r        kappa    mean delta^2");
    for (int i = 0; i < values.scales().size(); i++) {
      line(
          text,
          "%-8s %-9.2f %-8.2f %-8.3g %.5f",
          values.scales().get(i),
          values.biasDecibels().get(i),
          values.powerRatios().get(i),
          values.kappa(values.scales().get(i)),
          values.meanSquaredErrors().get(i));
    }
    line(text, "timestep error    fitted");
    for (int i = 0; i < values.errorTimesteps().size(); i++) {
      line(
          text,
          "%-8d %.5f  %.5f",
          values.errorTimesteps().get(i),
          calibration.measuredErrors().get(i),
          values.errorValues().get(i));
    }
    line(text, "smallest SNR %.3g, omega %.3g", values.minimumSnr(), values.omega());
    return text.toString().stripTrailing();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
  }
}
