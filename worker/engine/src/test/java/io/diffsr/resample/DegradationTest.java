package io.diffsr.resample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.testing.RandomPlanes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sizes are high height, high width, low height, low width. */
class DegradationTest {
  private static final int CHANNELS = 3;

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1",
    "2, 3, 1, 1",
    "9, 7, 1, 3",
    "16, 16, 16, 16",
    "26, 34, 21, 27",
    "35, 49, 13, 18",
    "40, 40, 20, 20",
    "41, 63, 37, 20",
    "64, 24, 8, 24",
    "128, 96, 8, 6",
    "33, 65, 32, 64"
  })
  void degradingThePseudoInverseGivesTheInputBack(
      int highHeight, int highWidth, int lowHeight, int lowWidth) {
    Degradation degradation = Degradation.of(highHeight, highWidth, lowHeight, lowWidth);
    float[] low = RandomPlanes.of(1, CHANNELS * lowHeight * lowWidth);
    float[] high = degradation.pseudoInverse(low, CHANNELS);
    assertArrayEquals(low, degradation.degrade(high, CHANNELS), 2e-6f);
    assertTrue(degradation.largestDeviation(high, low, CHANNELS) < 2e-6);
  }

  @ParameterizedTest
  @CsvSource({"9, 7, 4, 3", "12, 12, 12, 5", "14, 11, 5, 8", "16, 8, 2, 1"})
  void degradesLikeTheDenseMatrix(int highHeight, int highWidth, int lowHeight, int lowWidth) {
    double[][] vertical =
        Dense.matrix(AxisFilter.resampling(ResamplingKernel.BICUBIC, highHeight, lowHeight));
    double[][] horizontal =
        Dense.matrix(AxisFilter.resampling(ResamplingKernel.BICUBIC, highWidth, lowWidth));
    float[] high = RandomPlanes.of(2, highHeight * highWidth);
    double[] expected = Dense.apply(vertical, horizontal, high);
    float[] low = Degradation.of(highHeight, highWidth, lowHeight, lowWidth).degrade(high, 1);
    for (int i = 0; i < low.length; i++) {
      assertEquals(expected[i], low[i], 1e-6);
    }
  }

  @ParameterizedTest
  @CsvSource({"27, 30, 10, 20", "45, 64, 36, 8", "21, 21, 13, 21", "64, 64, 4, 4"})
  void projectionMakesAnyPictureExplainTheInput(
      int highHeight, int highWidth, int lowHeight, int lowWidth) {
    Degradation degradation = Degradation.of(highHeight, highWidth, lowHeight, lowWidth);
    float[] low = RandomPlanes.of(5, CHANNELS * lowHeight * lowWidth);
    float[] high = RandomPlanes.of(6, CHANNELS * highHeight * highWidth);
    assertTrue(degradation.largestDeviation(high, low, CHANNELS) > 0.1);
    degradation.project(high, low, CHANNELS, 1);
    assertTrue(degradation.largestDeviation(high, low, CHANNELS) < 1e-4);
    float[] once = high.clone();
    degradation.project(high, low, CHANNELS, 1);
    assertArrayEquals(once, high, 1e-5f, "projecting twice is projecting once");
  }

  @Test
  void projectionMovesAlongTheLeastCorrectionAlone() {
    Degradation degradation = Degradation.of(27, 33, 10, 13);
    float[] low = RandomPlanes.of(7, 10 * 13);
    float[] before = RandomPlanes.of(8, 27 * 33);
    float[] residual = degradation.degrade(before, 1);
    for (int i = 0; i < residual.length; i++) {
      residual[i] -= low[i];
    }
    float[] correction = degradation.pseudoInverse(residual, 1);
    float[] after = before.clone();
    degradation.project(after, low, 1, 0.5);
    for (int i = 0; i < after.length; i++) {
      assertEquals(before[i] - 0.5 * correction[i], after[i], 1e-5);
    }
  }

  @ParameterizedTest
  @CsvSource({"27, 30, 10, 20", "45, 64, 36, 8", "21, 21, 13, 21", "9, 7, 1, 3"})
  void aProximalStepWithoutNoiseIsAProjection(
      int highHeight, int highWidth, int lowHeight, int lowWidth) {
    Degradation degradation = Degradation.of(highHeight, highWidth, lowHeight, lowWidth);
    float[] low = RandomPlanes.of(5, CHANNELS * lowHeight * lowWidth);
    float[] projected = RandomPlanes.of(6, CHANNELS * highHeight * highWidth);
    float[] stepped = projected.clone();
    degradation.project(projected, low, CHANNELS, 1);
    degradation.proximalStep(stepped, low, CHANNELS, 0);
    assertArrayEquals(projected, stepped, 1e-5f);
  }

  @ParameterizedTest
  @CsvSource({"0.01", "0.3", "1", "25"})
  void aProximalStepIsTheLeastOfBothDistances(double rho) {
    Degradation degradation = Degradation.of(14, 11, 5, 8);
    double[][] vertical = Dense.matrix(AxisFilter.resampling(ResamplingKernel.BICUBIC, 14, 5));
    double[][] horizontal = Dense.matrix(AxisFilter.resampling(ResamplingKernel.BICUBIC, 11, 8));
    float[] low = RandomPlanes.of(11, 5 * 8);
    float[] before = RandomPlanes.of(12, 14 * 11);
    float[] after = before.clone();
    degradation.proximalStep(after, low, 1, rho);
    // Where the least is, the gradient Aᵀ(A x' − y) + ρ(x' − x) vanishes.
    double[] shrunk = Dense.apply(vertical, horizontal, after);
    for (int y = 0; y < 14; y++) {
      for (int x = 0; x < 11; x++) {
        double gradient = rho * ((double) after[y * 11 + x] - before[y * 11 + x]);
        for (int i = 0; i < 5; i++) {
          for (int k = 0; k < 8; k++) {
            gradient += vertical[i][y] * horizontal[k][x] * (shrunk[i * 8 + k] - low[i * 8 + k]);
          }
        }
        assertEquals(0, gradient, 1e-5 * (1 + rho));
      }
    }
  }

  @Test
  void theNoisierTheInputTheLessItMoves() {
    Degradation degradation = Degradation.of(20, 27, 8, 10);
    float[] low = RandomPlanes.of(13, 80);
    float[] canvas = RandomPlanes.of(14, 20 * 27);
    double before = 0;
    for (double rho : new double[] {0, 0.1, 1, 10, 100}) {
      float[] moved = canvas.clone();
      degradation.proximalStep(moved, low, 1, rho);
      double deviation = degradation.largestDeviation(moved, low, 1);
      assertTrue(deviation > before, "rho " + rho);
      before = deviation;
    }
    assertThrows(
        IllegalArgumentException.class, () -> degradation.proximalStep(canvas, low, 1, -1));
  }

  @Test
  void thePseudoInverseHasTheLeastNorm() {
    Degradation degradation = Degradation.of(20, 27, 8, 10);
    float[] low = RandomPlanes.of(9, 80);
    float[] least = degradation.pseudoInverse(low, 1);
    float[] other = RandomPlanes.of(10, 20 * 27);
    degradation.project(other, low, 1, 1);
    double product = 0;
    double norm = 0;
    for (int i = 0; i < least.length; i++) {
      product += (other[i] - least[i]) * (double) least[i];
      norm += (double) least[i] * least[i];
    }
    assertEquals(0, product, 1e-4 * norm, "other solutions differ at right angles");
  }

  @Test
  void aConstantDegradesToThatConstant() {
    Degradation degradation = Degradation.of(29, 31, 11, 19);
    float[] low = new float[11 * 19];
    Arrays.fill(low, 0.25f);
    float[] high = new float[29 * 31];
    Arrays.fill(high, 0.25f);
    assertArrayEquals(low, degradation.degrade(high, 1), 1e-6f);
  }

  @Test
  void enlargingByDegradationIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Degradation.of(9, 20, 10, 10));
    assertThrows(IllegalArgumentException.class, () -> Degradation.of(20, 20, 0, 10));
  }

  @Test
  void arraysOfTheWrongLengthAreRefused() {
    Degradation degradation = Degradation.of(8, 8, 4, 4);
    assertThrows(IllegalArgumentException.class, () -> degradation.degrade(new float[63], 1));
    assertThrows(IllegalArgumentException.class, () -> degradation.pseudoInverse(new float[16], 3));
  }
}
