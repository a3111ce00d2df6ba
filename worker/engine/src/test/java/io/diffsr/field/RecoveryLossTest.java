package io.diffsr.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.diffusion.BetaSchedule;
import io.diffsr.diffusion.GaussianOracle;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.TestConfigs;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryLossTest {
  private static final NoiseSchedule SCHEDULE = TestConfigs.paperSchedule();
  private static final float[] ORIGINAL = {0.1f, -0.5f, 0.9f};

  @Test
  void aPictureDoesNotDivergeFromItself() {
    for (int t = 0; t < SCHEDULE.timesteps(); t += 37) {
      assertEquals(0, RecoveryLoss.divergence(SCHEDULE, t, ORIGINAL, ORIGINAL));
    }
  }

  @Test
  void divergenceIsProportionalToTheSquaredError() {
    float[] near = {0.2f, -0.5f, 0.9f};
    float[] far = {0.3f, -0.5f, 0.9f};
    double one = RecoveryLoss.divergence(SCHEDULE, 200, ORIGINAL, near);
    assertEquals(4 * one, RecoveryLoss.divergence(SCHEDULE, 200, ORIGINAL, far), 1e-5 * one);
  }

  @Test
  void divergenceIsThatOfTwoGaussians() {
    // By quadrature of q ln(q/p) for one pixel.
    int t = 350;
    float x = 0.4f;
    float enlarged = -0.3f;
    double signal = Math.sqrt(SCHEDULE.alphaCumprod(t));
    double variance = 1 - SCHEDULE.alphaCumprod(t);
    double sum = 0;
    double width = 1e-3;
    for (double value = -8; value <= 8; value += width) {
      double own = -Math.pow(value - signal * x, 2) / (2 * variance);
      double other = -Math.pow(value - signal * enlarged, 2) / (2 * variance);
      sum += Math.exp(own) / Math.sqrt(2 * Math.PI * variance) * (own - other) * width;
    }
    assertEquals(
        sum, RecoveryLoss.divergence(SCHEDULE, t, new float[] {x}, new float[] {enlarged}), 1e-6);
  }

  @Test
  void bothFormsOfTheWeightAgree() {
    for (int t = 1; t < SCHEDULE.timesteps(); t += 13) {
      double now = SCHEDULE.alphaCumprod(t);
      double before = SCHEDULE.alphaCumprod(t - 1);
      double alpha = now / before;
      double beta = 1 - alpha;
      double posterior = (1 - before) / (1 - now) * beta;
      double expected = beta * beta / (2 * posterior * alpha * (1 - now));
      assertEquals(expected, RecoveryLoss.signatureWeight(SCHEDULE, t), 1e-9 * expected);
    }
  }

  @ParameterizedTest
  @EnumSource
  void fidelityFallsStrictlyAndSignatureNeverFalls(BetaSchedule shape) {
    NoiseSchedule schedule = schedule(shape);
    double[] signature = RecoveryLoss.signature(schedule, t -> t < 500 ? 0.3 : 0);
    assertEquals(0, signature[0]);
    for (int t = 1; t < schedule.timesteps(); t++) {
      assertTrue(
          RecoveryLoss.fidelity(schedule, t, 0.01) < RecoveryLoss.fidelity(schedule, t - 1, 0.01));
      assertTrue(signature[t] >= signature[t - 1]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void underConstantErrorTheLeastLossIsWhereWeightedFidelityIsOneHalf(BetaSchedule shape) {
    NoiseSchedule schedule = schedule(shape);
    double[] signature = RecoveryLoss.signature(schedule, t -> 1);
    double omega = 0.004;
    for (double squaredError : new double[] {10, 80, 500}) {
      int best =
          RecoveryLoss.leastLoss(
              schedule, signature, omega, squaredError, 0, schedule.timesteps() - 1);
      double snr = RecoveryLoss.leastLossSnr(omega, squaredError);
      assertTrue(schedule.snr(best) >= snr && schedule.snr(best + 1) <= snr, "at " + best);
      assertTrue(omega * RecoveryLoss.fidelity(schedule, best, squaredError) >= 0.5);
      assertTrue(omega * RecoveryLoss.fidelity(schedule, best + 1, squaredError) <= 0.5);
    }
  }

  @Test
  void theOracleShrinksAsTheClosedFormSays() {
    double power = 0.03;
    GaussianOracle oracle = new GaussianOracle(new double[] {power});
    for (int t : new int[] {50, 200, 600}) {
      double root = Math.sqrt(SCHEDULE.alphaCumprod(t));
      double product = SCHEDULE.snr(t) * power;
      float mean = oracle.posteriorMean(SCHEDULE, t, new float[] {(float) root})[0];
      assertEquals(product / (1 + product), mean, 1e-6);
    }
  }

  @Test
  void theOracleLeavesTheErrorThatTheSnrSays() {
    double power = 0.3;
    int count = 200_000;
    double[] powers = new double[count];
    Arrays.fill(powers, power);
    GaussianOracle oracle = new GaussianOracle(powers);
    Random random = new Random(3);
    double[] drawn = new double[2 * count];
    Arrays.setAll(drawn, i -> random.nextGaussian());
    for (int t : new int[] {50, 200, 600}) {
      double signal = Math.sqrt(SCHEDULE.alphaCumprod(t));
      double noise = Math.sqrt(1 - SCHEDULE.alphaCumprod(t));
      float[] noised = new float[count];
      for (int i = 0; i < count; i++) {
        noised[i] = (float) (signal * Math.sqrt(power) * drawn[i] + noise * drawn[count + i]);
      }
      float[] mean = oracle.posteriorMean(SCHEDULE, t, noised);
      double squares = 0;
      for (int i = 0; i < count; i++) {
        squares += Math.pow(Math.sqrt(power) * drawn[i] - mean[i], 2);
      }
      double expected = power / (1 + SCHEDULE.snr(t) * power);
      assertEquals(expected, squares / count, 0.02 * expected);
    }
  }

  private static NoiseSchedule schedule(BetaSchedule shape) {
    return NoiseSchedule.of(TestConfigs.with("beta_schedule", shape.wireName()));
  }
}
