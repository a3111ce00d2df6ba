package io.diffsr.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PredictionReaderTest {
  private static final float[] ORIGINAL = {-0.9f, -0.2f, 0.1f, 0.8f};
  private static final float[] NOISE = {1.3f, -0.4f, 0.2f, -2.1f};
  private static final int T = 300;

  @ParameterizedTest
  @EnumSource
  void aPerfectNetworkGivesBackPictureAndNoise(PredictionType type) {
    SchedulerConfig config = TestConfigs.with("prediction_type", type.wireName());
    NoiseSchedule schedule = NoiseSchedule.of(config);
    float[] sample = ForwardDiffusion.addNoise(schedule, T, ORIGINAL, NOISE.clone());
    double signal = schedule.alphaCumprod(T);
    float[] output =
        switch (type) {
          case EPSILON -> NOISE;
          case SAMPLE -> ORIGINAL;
          case V_PREDICTION ->
              Mixture.of(Math.sqrt(signal), NOISE, -Math.sqrt(1 - signal), ORIGINAL);
        };
    PredictionReader reader = new PredictionReader(schedule, config);
    assertArrayEquals(ORIGINAL, reader.originalSample(sample, output, T), 1e-6f);
    assertArrayEquals(NOISE, reader.noise(sample, output, T), 1e-6f);
  }

  @Test
  void clippingKeepsTheRangeAndIsLeftOutWhereNotWanted() {
    SchedulerConfig config =
        TestConfigs.with("prediction_type", "sample", "clip_sample_range", 0.5);
    PredictionReader reader = new PredictionReader(NoiseSchedule.of(config), config);
    assertArrayEquals(
        new float[] {-0.5f, -0.2f, 0.1f, 0.5f}, reader.rangedOriginalSample(ORIGINAL, ORIGINAL, T));
    assertArrayEquals(ORIGINAL, reader.originalSample(ORIGINAL, ORIGINAL, T));
  }

  @Test
  void thresholdingTakesPrecedenceOverClippingAndScales() {
    float[] values = {0, 1, -2, 3, 4};
    assertArrayEquals(new float[] {0, 0.5f, -1, 1, 1}, limited(values, 0.5, 10), 1e-6f);
    assertArrayEquals(
        new float[] {0, 1 / 3.5f, -2 / 3.5f, 3 / 3.5f, 1},
        limited(values, 0.875, 10),
        1e-6f,
        "in between two magnitudes");
    assertArrayEquals(
        new float[] {0, 2 / 3f, -1, 1, 1}, limited(values, 1, 1.5), 1e-6f, "the maximum");
    assertArrayEquals(
        new float[] {0, 0.2f}, limited(new float[] {0, 0.2f}, 1, 10), 1e-6f, "the minimum is 1");
  }

  @Test
  void aNumberThatIsNoneStaysNone() {
    SchedulerConfig config = TestConfigs.paper();
    float[] values = {Float.NaN};
    new PredictionReader(NoiseSchedule.of(config), config).limit(values);
    assertTrue(Float.isNaN(values[0]));
  }

  @Test
  void learnedRangeGoesFromThePosteriorVarianceToBeta() {
    SchedulerConfig config = TestConfigs.with("variance_type", "learned_range");
    NoiseSchedule schedule = NoiseSchedule.of(config);
    PredictionReader reader = new PredictionReader(schedule, config);
    float[] logarithms = reader.logVariance(new float[] {-1, 0, 1}, T, 250);
    double beta = 1 - schedule.alphaCumprod(T) / schedule.alphaCumprod(250);
    double posterior = beta * (1 - schedule.alphaCumprod(250)) / (1 - schedule.alphaCumprod(T));
    assertEquals(Math.log(posterior), logarithms[0], 1e-5);
    assertEquals((Math.log(posterior) + Math.log(beta)) / 2, logarithms[1], 1e-5);
    assertEquals(Math.log(beta), logarithms[2], 1e-5);
  }

  @Test
  void aFixedVarianceIsNotReadFromTheNetwork() {
    SchedulerConfig config = TestConfigs.paper();
    PredictionReader reader = new PredictionReader(NoiseSchedule.of(config), config);
    assertThrows(IllegalStateException.class, () -> reader.logVariance(new float[] {0}, T, 250));
  }

  @Test
  void learnedVarianceIsTheVarianceOfTheStep() {
    SchedulerConfig learned = TestConfigs.with("variance_type", "learned_range");
    NoiseSchedule schedule = NoiseSchedule.of(learned);
    Trajectory trajectory = Trajectory.through(T, 250, 0);
    float[] logVariance =
        new PredictionReader(schedule, learned).logVariance(new float[] {1, 1, 1, 1}, T, 250);
    NoiseSource noise = (draw, target) -> System.arraycopy(NOISE, 0, target, 0, target.length);
    SamplerState byNetwork =
        step(
            new Ddpm(schedule, trajectory, VarianceType.LEARNED_RANGE),
            new Prediction(ORIGINAL, null, logVariance),
            noise);
    SamplerState large =
        step(
            new Ddpm(schedule, trajectory, VarianceType.FIXED_LARGE),
            new Prediction(ORIGINAL, null, null),
            noise);
    assertArrayEquals(large.sample(), byNetwork.sample(), 1e-6f);
  }

  private static SamplerState step(Ddpm ddpm, Prediction prediction, NoiseSource noise) {
    return ddpm.step(ddpm.start(ORIGINAL), prediction, noise);
  }

  private static float[] limited(float[] values, double ratio, double maximum) {
    SchedulerConfig config =
        TestConfigs.with(
            "thresholding",
            true,
            "clip_sample",
            true,
            "dynamic_thresholding_ratio",
            ratio,
            "sample_max_value",
            maximum);
    float[] copy = values.clone();
    new PredictionReader(NoiseSchedule.of(config), config).limit(copy);
    return copy;
  }
}
