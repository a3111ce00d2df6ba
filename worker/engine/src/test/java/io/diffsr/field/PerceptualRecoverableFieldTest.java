package io.diffsr.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.diffusion.BetaSchedule;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.TestConfigs;
import io.diffsr.job.RecoverableField;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PerceptualRecoverableFieldTest {
  private static final NoiseSchedule SCHEDULE = TestConfigs.paperSchedule();
  private static final RecoverableFieldCalibration DEFAULTS =
      RecoverableFieldCalibration.defaults();

  @ParameterizedTest
  @CsvSource({"1.5, 11.9", "2, 19.6", "2.7, 27.7", "4, 38.4"})
  void theMeanPhotographStartsWhereTheDesignSays(double scale, double percent) {
    RecoverableField field = expected(SCHEDULE, scale);
    assertEquals(percent, 100 * field.noiseLevel(), 0.5);
    assertEquals(field.minimumTimestep(), field.timestep());
    assertFalse(field.empty());
    assertFalse(field.overridden());
    assertEquals(55, 100.0 * field.maximumTimestep() / 1000, 1);
    assertEquals(1 / Math.sqrt(SCHEDULE.snr(field.timestep())), field.sigma(), 1e-12);
  }

  @Test
  void theFieldIsEmptyFromAboutSevenAndAHalfOn() {
    assertFalse(expected(SCHEDULE, 7.4).empty());
    for (double scale : new double[] {7.8, 8, 16}) {
      RecoverableField field = expected(SCHEDULE, scale);
      assertTrue(field.empty());
      assertEquals(field.maximumTimestep(), field.timestep());
    }
  }

  @Test
  void theStartNeverFallsAsTheScaleGrows() {
    int before = 0;
    for (double scale = 0.5; scale < 20; scale *= 1.02) {
      RecoverableField field = expected(SCHEDULE, scale);
      int minimum = field.minimumTimestep() == null ? 1000 : field.minimumTimestep();
      assertTrue(minimum >= before, "at scale " + scale);
      before = minimum;
    }
  }

  @Test
  void withoutEnlargementThereIsNothingToRestore() {
    assertEquals(0, expected(SCHEDULE, 1).timestep());
    assertEquals(0, expected(SCHEDULE, 0.5).timestep());
    assertTrue(expected(SCHEDULE, 1.05).timestep() < 60);
    assertEquals(0, DEFAULTS.squaredError(1, 0.3));
  }

  @ParameterizedTest
  @EnumSource
  void thresholdsCarryOverToAnotherScheduleBySnr(BetaSchedule shape) {
    NoiseSchedule other = NoiseSchedule.of(TestConfigs.with("beta_schedule", shape.wireName()));
    RecoverableField here = expected(SCHEDULE, 2.7);
    RecoverableField there = expected(other, 2.7);
    assertEquals(SCHEDULE.lambda(here.timestep()), other.lambda(there.timestep()), 0.02);
    assertEquals(
        SCHEDULE.lambda(here.maximumTimestep()), other.lambda(there.maximumTimestep()), 0.02);
  }

  @Test
  void theCurvesAreMonotoneAndTheirSumIsLeastAtTheStart() {
    RecoverableField field = expected(SCHEDULE, 2);
    assertEquals(64, field.timesteps().size());
    assertEquals(0, field.timesteps().get(0));
    assertEquals(999, field.timesteps().get(63));
    int best = 0;
    for (int i = 1; i < 64; i++) {
      assertTrue(field.signature().get(i) >= field.signature().get(i - 1));
      assertTrue(field.fidelity().get(i) < field.fidelity().get(i - 1));
      best = loss(field, i) < loss(field, best) ? i : best;
    }
    assertEquals(field.timestep(), field.timesteps().get(best), 16);
  }

  @Test
  void aMeasuredNetworkStartsAtTheLeastLossInsideTheField() {
    RecoverableField plain = expected(SCHEDULE, 2);
    RecoverableField good = measured(List.of(0, 999), List.of(0.1, 0.1));
    RecoverableField bad = measured(List.of(0, 999), List.of(10.0, 10.0));
    RecoverableField perfect = measured(List.of(0), List.of(0.0));
    assertTrue(good.timestep() > plain.timestep());
    assertTrue(good.timestep() <= good.maximumTimestep());
    // ωF = ½ E: the weight of a constant error moves the SNR of the least loss by as much.
    assertEquals(0.1, SCHEDULE.snr(good.timestep()) / SCHEDULE.snr(plain.timestep()), 0.005);
    assertEquals(plain.timestep(), bad.timestep(), "never before the field");
    assertEquals(plain.maximumTimestep(), perfect.timestep(), "never behind the field");
  }

  /**
   * The paper's field, {t : S ≤ C_S and ωF ≤ C_F}, and its best start, both by looking at all t.
   */
  @ParameterizedTest
  @CsvSource({"20, 0.5", "3, 0.2", "0.5, 2", "1e-9, 1e9", "5, 1e-9"})
  void theLossesMayBeLimitedInstead(double signatureLimit, double fidelityLimit) {
    RecoverableFieldCalibration limited = DEFAULTS.limitedBy(signatureLimit, fidelityLimit);
    RecoverableField field = PerceptualRecoverableField.of(SCHEDULE, limited, 2.7, 0.011);
    double[] signature = RecoveryLoss.signature(SCHEDULE, t -> 1);
    double omega = limited.powerRatio(2.7) / limited.kappa(2.7);
    Integer first = null;
    int last = 0;
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int t = 0; t < 1000; t++) {
      double fidelity = omega * RecoveryLoss.fidelity(SCHEDULE, t, 0.011);
      first = first == null && fidelity <= fidelityLimit ? Integer.valueOf(t) : first;
      last = signature[t] <= signatureLimit ? t : last;
      if (fidelity <= fidelityLimit
          && signature[t] <= signatureLimit
          && signature[t] + fidelity < least) {
        least = signature[t] + fidelity;
        best = t;
      }
    }
    assertEquals(first, field.minimumTimestep());
    assertEquals(last, field.maximumTimestep());
    assertEquals(Double.isInfinite(least), field.empty());
    assertEquals(field.empty() ? last : best, field.timestep());
  }

  @Test
  void theCallerMayChooseAnyTimestep() {
    RecoverableField field =
        PerceptualRecoverableField.overridden(SCHEDULE, DEFAULTS, 2, 0.0067, 900);
    assertEquals(900, field.timestep());
    assertEquals(0.901, field.noiseLevel(), 1e-12);
    assertTrue(field.overridden());
    assertEquals(expected(SCHEDULE, 2).minimumTimestep(), field.minimumTimestep());
    assertThrows(
        IllegalArgumentException.class,
        () -> PerceptualRecoverableField.overridden(SCHEDULE, DEFAULTS, 2, 0.0067, 1000));
  }

  @Test
  void noiseLevelsNameTimesteps() {
    assertEquals(199, PerceptualRecoverableField.timestepOfNoiseLevel(SCHEDULE, 0.2));
    assertEquals(0, PerceptualRecoverableField.timestepOfNoiseLevel(SCHEDULE, 0));
    assertEquals(999, PerceptualRecoverableField.timestepOfNoiseLevel(SCHEDULE, 1));
  }

  @Test
  void powerThatNoTimestepCoversLeavesNoMinimum() {
    RecoverableField field = PerceptualRecoverableField.of(SCHEDULE, DEFAULTS, 8, 100);
    assertNull(field.minimumTimestep());
    assertTrue(field.empty());
  }

  @Test
  void aScheduleWithoutSignalAtItsEndHasFiniteCurves() {
    NoiseSchedule schedule = NoiseSchedule.of(TestConfigs.with("rescale_betas_zero_snr", true));
    RecoverableField field =
        PerceptualRecoverableField.overridden(schedule, DEFAULTS, 2, 0.0067, 999);
    assertTrue(Double.isFinite(field.sigma()));
    assertTrue(field.signature().stream().allMatch(Double::isFinite));
  }

  private static double loss(RecoverableField field, int i) {
    return field.signature().get(i) + field.fidelity().get(i);
  }

  private static RecoverableField measured(List<Integer> timesteps, List<Double> errors) {
    RecoverableFieldCalibration calibration =
        new RecoverableFieldCalibration(
            DEFAULTS.scales(),
            DEFAULTS.biasDecibels(),
            DEFAULTS.powerRatios(),
            DEFAULTS.meanSquaredErrors(),
            DEFAULTS.kappa(2),
            DEFAULTS.minimumSnr(),
            DEFAULTS.omega(),
            timesteps,
            errors);
    return PerceptualRecoverableField.of(SCHEDULE, calibration, 2, calibration.meanSquaredError(2));
  }

  private static RecoverableField expected(NoiseSchedule schedule, double scale) {
    return PerceptualRecoverableField.of(
        schedule, DEFAULTS, scale, DEFAULTS.meanSquaredError(scale));
  }
}
