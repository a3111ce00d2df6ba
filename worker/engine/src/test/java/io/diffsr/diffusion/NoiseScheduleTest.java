package io.diffsr.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NoiseScheduleTest {
  @ParameterizedTest
  @EnumSource
  void everyScheduleLosesSignalStrictly(BetaSchedule shape) {
    NoiseSchedule schedule = of(shape);
    assertTrue(schedule.alphaCumprod(0) > 0.99 && schedule.alphaCumprod(0) < 1);
    for (int t = 1; t < schedule.timesteps(); t++) {
      assertTrue(schedule.snr(t) < schedule.snr(t - 1), "at " + t);
      assertEquals(Math.exp(2 * schedule.lambda(t)), schedule.snr(t), 1e-9 * schedule.snr(t));
    }
  }

  @ParameterizedTest
  @EnumSource
  void thresholdsInSnrEncloseTheirTimestep(BetaSchedule shape) {
    NoiseSchedule schedule = of(shape);
    for (double snr : new double[] {50, 3, 0.31}) {
      int first = schedule.firstTimestepAtOrBelow(snr).orElseThrow();
      assertTrue(schedule.snr(first) <= snr && schedule.snr(first - 1) > snr);
      int last = schedule.lastTimestepAtOrAbove(snr).orElseThrow();
      assertTrue(schedule.snr(last) >= snr && schedule.snr(last + 1) < snr);
    }
  }

  @Test
  void aThresholdThatIsMetExactlyCountsForBoth() {
    NoiseSchedule schedule = TestConfigs.paperSchedule();
    assertEquals(OptionalInt.of(300), schedule.firstTimestepAtOrBelow(schedule.snr(300)));
    assertEquals(OptionalInt.of(300), schedule.lastTimestepAtOrAbove(schedule.snr(300)));
  }

  @Test
  void thresholdsBeyondTheScheduleHaveNoTimestep() {
    NoiseSchedule schedule = TestConfigs.paperSchedule();
    assertEquals(OptionalInt.of(0), schedule.firstTimestepAtOrBelow(Double.POSITIVE_INFINITY));
    assertEquals(OptionalInt.empty(), schedule.lastTimestepAtOrAbove(1e9));
    assertEquals(OptionalInt.empty(), schedule.firstTimestepAtOrBelow(1e-9));
    assertEquals(OptionalInt.of(999), schedule.lastTimestepAtOrAbove(0));
  }

  @Test
  void theUnsquaredCosineIsTheRootOfTheSquaredOne() {
    NoiseSchedule cosine = of(BetaSchedule.COSINE);
    NoiseSchedule squared = of(BetaSchedule.SQUAREDCOS_CAP_V2);
    for (int t = 0; t < 990; t += 10) {
      assertEquals(Math.sqrt(squared.alphaCumprod(t)), cosine.alphaCumprod(t), 1e-9);
    }
  }

  @Test
  void rescalingEndsWithoutAnySignalAndBeginsAsBefore() {
    NoiseSchedule schedule = NoiseSchedule.of(TestConfigs.with("rescale_betas_zero_snr", true));
    assertEquals(0, schedule.alphaCumprod(999));
    assertEquals(TestConfigs.paperSchedule().alphaCumprod(0), schedule.alphaCumprod(0), 1e-12);
    assertTrue(Double.isFinite(schedule.withFiniteLambda().lambda(999)));
  }

  @Test
  void theEndIsCleanUnlessTheConfigurationSaysOtherwise() {
    assertEquals(1, TestConfigs.paperSchedule().finalAlphaCumprod());
    NoiseSchedule unclean = NoiseSchedule.of(TestConfigs.with("set_alpha_to_one", false));
    assertEquals(unclean.alphaCumprod(0), unclean.finalAlphaCumprod());
  }

  private static NoiseSchedule of(BetaSchedule shape) {
    return NoiseSchedule.of(TestConfigs.with("beta_schedule", shape.wireName()));
  }
}
