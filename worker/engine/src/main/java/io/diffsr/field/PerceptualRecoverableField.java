package io.diffsr.field;

import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.VisibleNoise;
import io.diffsr.job.RecoverableField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The timesteps from which a network can restore an enlarged picture (Diff-SR, section 4), bounded
 * by two SNRs: enough noise to cover the frequencies that the input lacks, SNR·P ≤ κ with P the
 * power at its Nyquist frequency, and little enough to leave the picture recognisable. Where the
 * calibration names them, the paper's own limits of the losses take their place: ωF ≤ C_F, S ≤ C_S.
 */
public final class PerceptualRecoverableField {
  private static final int CURVE_POINTS = 64;

  private PerceptualRecoverableField() {}

  /**
   * The field of a picture and its best start: the least recovery loss inside the field where the
   * network's error is known or a loss is limited, else the field's first timestep, else (empty
   * field) the last recognisable one.
   *
   * @param scale enlargement
   * @param squaredError ‖x − x̂‖²/N, at least 0
   */
  public static RecoverableField of(
      NoiseSchedule schedule,
      RecoverableFieldCalibration calibration,
      double scale,
      double squaredError) {
    return field(schedule.withFiniteLambda(), calibration, scale, squaredError, null);
  }

  /**
   * The same field with a start that the caller chose.
   *
   * @throws IllegalArgumentException where the timestep is not in 0..T-1
   */
  public static RecoverableField overridden(
      NoiseSchedule schedule,
      RecoverableFieldCalibration calibration,
      double scale,
      double squaredError,
      int timestep) {
    if (timestep < 0 || timestep >= schedule.timesteps()) {
      throw new IllegalArgumentException(
          "timestep %d is not in 0..%d".formatted(timestep, schedule.timesteps() - 1));
    }
    return field(schedule.withFiniteLambda(), calibration, scale, squaredError, timestep);
  }

  /**
   * The timestep t with (t+1)/T nearest to a noise level.
   *
   * @param level in [0, 1]
   */
  public static int timestepOfNoiseLevel(NoiseSchedule schedule, double level) {
    long timestep = Math.round(level * schedule.timesteps()) - 1;
    return (int) Math.min(Math.max(timestep, 0), schedule.timesteps() - 1L);
  }

  private static RecoverableField field(
      NoiseSchedule schedule,
      RecoverableFieldCalibration calibration,
      double scale,
      double squaredError,
      @Nullable Integer chosen) {
    double ratio = calibration.powerRatio(scale);
    double kappa = calibration.kappa(scale);
    double omega = calibration.omega() * ratio / kappa;
    double[] signature = RecoveryLoss.signature(schedule, calibration::networkError);
    Double fidelityLimit = calibration.fidelityLimit();
    Double signatureLimit = calibration.signatureLimit();
    OptionalInt minimum =
        fidelityLimit == null
            ? schedule.firstTimestepAtOrBelow(kappa / (ratio * squaredError))
            : IntStream.range(0, schedule.timesteps())
                .filter(
                    t -> omega * RecoveryLoss.fidelity(schedule, t, squaredError) <= fidelityLimit)
                .findFirst();
    int maximum =
        signatureLimit == null
            ? schedule.lastTimestepAtOrAbove(calibration.minimumSnr()).orElse(0)
            : (int) Arrays.stream(signature).skip(1).filter(s -> s <= signatureLimit).count();
    boolean empty = minimum.isEmpty() || minimum.getAsInt() > maximum;
    int timestep;
    if (chosen != null) {
      timestep = chosen;
    } else if (empty) {
      timestep = maximum;
    } else if (calibration.networkMeasured() || fidelityLimit != null || signatureLimit != null) {
      timestep =
          RecoveryLoss.leastLoss(
              schedule, signature, omega, squaredError, minimum.getAsInt(), maximum);
    } else {
      timestep = minimum.getAsInt();
    }
    List<Integer> timesteps = curveTimesteps(schedule);
    List<Double> signatureCurve = new ArrayList<>();
    List<Double> fidelityCurve = new ArrayList<>();
    for (int t : timesteps) {
      signatureCurve.add(signature[t]);
      fidelityCurve.add(omega * RecoveryLoss.fidelity(schedule, t, squaredError));
    }
    return new RecoverableField(
        timestep,
        (timestep + 1.0) / schedule.timesteps(),
        1 / Math.sqrt(schedule.snr(timestep)),
        minimum.isPresent() ? minimum.getAsInt() : null,
        maximum,
        empty,
        chosen != null,
        chosen == null && VisibleNoise.none(schedule, timestep),
        squaredError,
        timesteps,
        List.copyOf(signatureCurve),
        List.copyOf(fidelityCurve));
  }

  private static List<Integer> curveTimesteps(NoiseSchedule schedule) {
    int last = schedule.timesteps() - 1;
    int points = Math.min(CURVE_POINTS, last + 1);
    List<Integer> timesteps = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      timesteps.add(points == 1 ? 0 : (int) Math.round((double) last * i / (points - 1)));
    }
    return List.copyOf(timesteps);
  }
}
