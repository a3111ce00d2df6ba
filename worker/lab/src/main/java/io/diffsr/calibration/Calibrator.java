package io.diffsr.calibration;

import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.field.Enlargement;
import io.diffsr.field.RecoverableFieldCalibration;
import io.diffsr.model.DiffusionModel;
import io.diffsr.picture.Picture;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Measures on sharp pictures what places the Perceptual Recoverable Field of a model: the network's
 * error, and per scale the bias of the error seen on the input, the power ratio and the mean error.
 */
public final class Calibrator {
  private final DiffusionModel model;
  private final CalibrationPlan plan;
  private final Enlargement enlargement;

  /**
   * @param enlargement of the start that the calibration is about
   */
  public Calibrator(DiffusionModel model, CalibrationPlan plan, Enlargement enlargement) {
    this.model = model;
    this.plan = plan;
    this.enlargement = enlargement;
  }

  /**
   * Measures. The same pictures and the same plan give the same values.
   *
   * @param pictures sharp pictures, one after the other, so that not all are held at once
   * @throws CalibrationException where a picture is too small, or all are flat
   */
  public Calibration calibrate(List<Supplier<Picture>> pictures, CalibrationObserver observer) {
    int edge =
        Math.min(plan.crop(), model.tile().edge())
            / model.tile().multiple()
            * model.tile().multiple();
    if (edge < 1) {
      throw new CalibrationException(
          "the network takes no squares smaller than %d pixels".formatted(model.tile().multiple()));
    }
    ScaleStatistics.Collector collector = new ScaleStatistics.Collector(plan.scales(), enlargement);
    List<Picture> crops = new ArrayList<>();
    for (Supplier<Picture> each : pictures) {
      Picture picture = each.get();
      crops.add(centre(picture, edge));
      collector.add(picture);
      observer.measured("pictures", crops.size(), pictures.size());
    }
    ScaleStatistics statistics = collector.statistics();
    int[] timesteps =
        NetworkErrors.timesteps(model.scheduler().numTrainTimesteps(), plan.timesteps());
    double[] errors = new NetworkErrors(model, plan.seed()).measure(crops, timesteps, observer);
    RecoverableFieldCalibration values =
        values(statistics, timesteps, IsotonicFit.falling(errors), 1);
    return new Calibration(
        values(statistics, timesteps, IsotonicFit.falling(errors), omega(values)),
        Arrays.stream(errors).boxed().toList(),
        edge);
  }

  private RecoverableFieldCalibration values(
      ScaleStatistics statistics, int[] timesteps, double[] errors, double omega) {
    RecoverableFieldCalibration defaults = RecoverableFieldCalibration.defaults();
    return new RecoverableFieldCalibration(
            statistics.scales(),
            rounded(statistics.biasDecibels()),
            rounded(statistics.powerRatios()),
            rounded(statistics.meanSquaredErrors()),
            plan.kappas(),
            defaults.minimumSnr(),
            rounded(omega),
            Arrays.stream(timesteps).boxed().toList(),
            rounded(Arrays.stream(errors).boxed().toList()),
            null,
            null)
        .forTrainingResolution(plan.trainingResolution());
  }

  /**
   * The weight of the fidelity loss. Recovery loss is least where E_t = ω SNR_t/SNR(t_min), so that
   * ω = E at t_min puts it at the field's first timestep, as ω = 1 does for a constant error of 1.
   * Errors fall with the timestep; the smallest of those at the mean pictures' t_min keeps the
   * start at t_min for all of them. With ω = 1 and a good network the start would slide to the end
   * of the field at every scale.
   */
  private double omega(RecoverableFieldCalibration values) {
    NoiseSchedule schedule = NoiseSchedule.of(model.scheduler());
    int last = schedule.lastTimestepAtOrAbove(values.minimumSnr()).orElse(0);
    double omega = Double.POSITIVE_INFINITY;
    for (double scale : values.scales()) {
      double snr =
          values.kappa(scale) / (values.powerRatio(scale) * values.meanSquaredError(scale));
      OptionalInt first = schedule.firstTimestepAtOrBelow(snr);
      if (first.isPresent() && first.getAsInt() <= last) {
        omega = Math.min(omega, values.networkError(first.getAsInt()));
      }
    }
    return omega > 0 && Double.isFinite(omega) ? omega : 1;
  }

  private static List<Double> rounded(List<Double> values) {
    return values.stream().map(Calibrator::rounded).toList();
  }

  /** To as many digits as such a measurement has at most; files are easier to read so. */
  private static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(5)).doubleValue();
  }

  private static Picture centre(Picture picture, int edge) {
    if (picture.width() < edge || picture.height() < edge) {
      throw new CalibrationException(
          "a picture of %d × %d is smaller than the %d pixels that the network is to see"
              .formatted(picture.width(), picture.height(), edge));
    }
    int left = (picture.width() - edge) / 2;
    int top = (picture.height() - edge) / 2;
    float[] rgb = picture.rgb();
    float[] square = new float[3 * edge * edge];
    for (int line = 0; line < 3 * edge; line++) {
      int channel = line / edge;
      int row = top + line % edge;
      System.arraycopy(
          rgb,
          (channel * picture.height() + row) * picture.width() + left,
          square,
          line * edge,
          edge);
    }
    return Picture.of(edge, edge, 3, square);
  }
}
