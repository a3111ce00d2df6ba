package io.diffsr.figure;

import io.diffsr.job.RecoverableField;
import java.util.List;
import java.util.Locale;

/** The Perceptual Recoverable Field of one picture: its two losses, its window, its start. */
public final class FieldFigure {
  private FieldFigure() {}

  /**
   * The PNG file.
   *
   * @param scale enlargement, for the title
   */
  public static byte[] png(RecoverableField field, double scale) {
    List<Double> timesteps = field.timesteps().stream().map(Integer::doubleValue).toList();
    LineFigure figure =
        new LineFigure(
                String.format(
                    Locale.ROOT,
                    "Perceptual Recoverable Field at %.3g×%s",
                    scale,
                    field.empty() ? " (empty)" : ""),
                "timestep t",
                "loss",
                true)
            .curve("signature S", timesteps, field.signature())
            .curve("fidelity ωF", timesteps, field.fidelity());
    Integer minimum = field.minimumTimestep();
    if (minimum != null) {
      figure.upright("t_min = " + minimum, minimum);
    }
    return figure
        .upright("t_max = " + field.maximumTimestep(), field.maximumTimestep())
        .upright("t* = " + field.timestep(), field.timestep())
        .png();
  }
}
