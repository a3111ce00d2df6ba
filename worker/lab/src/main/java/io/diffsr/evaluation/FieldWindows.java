package io.diffsr.evaluation;

import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.field.Enlargement;
import io.diffsr.field.FieldEstimate;
import io.diffsr.figure.LineFigure;
import io.diffsr.job.RecoverableField;
import io.diffsr.model.DiffusionModel;
import io.diffsr.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The Perceptual Recoverable Field of the pictures, scale by scale (the paper's Figure 4). No
 * network is asked.
 */
public final class FieldWindows {
  private static final int DIGITS_OF_INTEREST = 1000;

  private FieldWindows() {}

  /**
   * Means over the pictures.
   *
   * @param method a diffusion
   */
  public static Figure figure(
      List<TestPicture> pictures,
      List<Double> scales,
      ComparedMethod method,
      DiffusionModel model) {
    NoiseSchedule schedule = NoiseSchedule.of(model.scheduler());
    ComparedMethod free = method.atNoiseLevel(null);
    List<Double> first = new ArrayList<>();
    List<Double> last = new ArrayList<>();
    List<Double> start = new ArrayList<>();
    List<String> empty = new ArrayList<>();
    for (double scale : scales) {
      double sumFirst = 0;
      double sumLast = 0;
      double sumStart = 0;
      int countEmpty = 0;
      for (TestPicture each : pictures) {
        Picture original = each.source().get();
        ShrunkPicture shrunk = ShrunkPicture.of(each, original, scale);
        RecoverableField field =
            FieldEstimate.of(
                shrunk.low(),
                free.spec(shrunk.low(), original.width(), original.height()),
                model.calibration(),
                schedule,
                Enlargement.BICUBIC);
        Integer minimum = field.minimumTimestep();
        sumFirst += minimum == null ? schedule.timesteps() : minimum;
        sumLast += field.maximumTimestep();
        sumStart += field.timestep();
        countEmpty += field.empty() ? 1 : 0;
      }
      double percent = 100.0 / schedule.timesteps() / pictures.size();
      first.add(rounded(sumFirst * percent));
      last.add(rounded(sumLast * percent));
      start.add(rounded(sumStart * percent));
      if (countEmpty > 0) {
        empty.add(
            String.format(Locale.ROOT, "%d of %d at %s×", countEmpty, pictures.size(), scale));
      }
    }
    byte[] png =
        new LineFigure("Perceptual Recoverable Field per scale", "scale", "% of T", false)
            .line("t_max", scales, last)
            .line("t_min", scales, first)
            .line("start t*", scales, start)
            .png();
    return new Figure(
        "figure-4-recoverable-field.png",
        "Recoverable field per scale",
        "The window from t_min to t_max and the start t*, means over the pictures"
            + (empty.isEmpty() ? "." : "; empty for " + String.join(", ", empty) + "."),
        png);
  }

  private static double rounded(double value) {
    return (double) Math.round(value * DIGITS_OF_INTEREST) / DIGITS_OF_INTEREST;
  }
}
