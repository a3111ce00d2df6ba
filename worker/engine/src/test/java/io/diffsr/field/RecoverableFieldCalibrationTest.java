package io.diffsr.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RecoverableFieldCalibrationTest {
  private static final RecoverableFieldCalibration DEFAULTS =
      RecoverableFieldCalibration.defaults();

  @Test
  void upToThreeAndAHalfTheInputCountsAloneLessItsBias() {
    assertEquals(0.01 / Math.pow(10, 0.19), DEFAULTS.squaredError(2, 0.01), 1e-12);
    assertEquals(0.01 / Math.pow(10, 0.18), DEFAULTS.squaredError(3.5, 0.01), 1e-12);
  }

  @Test
  void atFourTheInputCountsForHalfInLogarithms() {
    double own = 0.05 / Math.pow(10, 0.26);
    assertEquals(Math.sqrt(own * 0.018), DEFAULTS.squaredError(4, 0.05), 1e-12);
  }

  @Test
  void fromSixOnTheInputDoesNotCount() {
    assertEquals(0.027, DEFAULTS.squaredError(6, 0.5), 1e-12);
    assertEquals(DEFAULTS.squaredError(8, 1e-9), DEFAULTS.squaredError(8, 0.9), 1e-12);
  }

  @Test
  void aFlatInputGivesAnErrorBelowWhatCanBeSeen() {
    for (double scale : new double[] {1.1, 2, 3.9, 5, 8}) {
      double error = DEFAULTS.squaredError(scale, 0);
      assertTrue(error > 0 && Double.isFinite(error));
    }
    assertTrue(DEFAULTS.squaredError(2, 0) < 1e-5);
  }

  @Test
  void tablesAreMetAtTheirScalesAndGeometricInBetween() {
    assertEquals(0.0067, DEFAULTS.meanSquaredError(2), 1e-12);
    assertEquals(Math.sqrt(0.0033 * 0.0067), DEFAULTS.meanSquaredError(Math.sqrt(3)), 1e-12);
    assertEquals(13, DEFAULTS.powerRatio(6), 1e-12);
    assertEquals(2.4, DEFAULTS.powerRatio(1.1), 1e-12);
    assertEquals(0, DEFAULTS.meanSquaredError(1));
    assertEquals(0.0033 / 2, DEFAULTS.meanSquaredError(Math.sqrt(1.5)), 1e-12);
  }

  @Test
  void theNetworksErrorIsLinearBetweenItsTimestepsAndHeldBeyond() {
    assertEquals(1, DEFAULTS.networkError(500));
    RecoverableFieldCalibration measured = with(List.of(100, 200), List.of(0.4, 0.2));
    assertEquals(0.4, measured.networkError(0));
    assertEquals(0.3, measured.networkError(150), 1e-12);
    assertEquals(0.2, measured.networkError(999));
  }

  @Test
  void anotherTrainingResolutionMovesTheSmallestSnr() {
    assertEquals(0.31, DEFAULTS.forTrainingResolution(256).minimumSnr(), 1e-12);
    assertEquals(0.31 * Math.pow(4, 2.4), DEFAULTS.forTrainingResolution(64).minimumSnr(), 1e-9);
  }

  @Test
  void whatCannotBeACalibrationIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> with(List.of(1), List.of()));
    assertThrows(IllegalArgumentException.class, () -> with(List.of(2, 1), List.of(1.0, 1.0)));
    assertThrows(IllegalArgumentException.class, () -> with(List.of(2), List.of(-1.0)));
  }

  private static RecoverableFieldCalibration with(List<Integer> timesteps, List<Double> errors) {
    return new RecoverableFieldCalibration(
        DEFAULTS.scales(),
        DEFAULTS.biasDecibels(),
        DEFAULTS.powerRatios(),
        DEFAULTS.meanSquaredErrors(),
        DEFAULTS.kappa(2),
        DEFAULTS.minimumSnr(),
        DEFAULTS.omega(),
        timesteps,
        errors);
  }
}
