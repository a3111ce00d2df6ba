package io.diffsr.diffusion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerConfigTest {
  @Test
  void anEmptyConfigurationHasTheDefaultsOfDdpm() {
    SchedulerConfig config = SchedulerConfig.of(Map.of());
    assertEquals(1000, config.numTrainTimesteps());
    assertEquals(1e-4, config.betaStart());
    assertEquals(0.02, config.betaEnd());
    assertEquals(BetaSchedule.LINEAR, config.betaSchedule());
    assertNull(config.trainedBetas());
    assertEquals(PredictionType.EPSILON, config.predictionType());
    assertTrue(config.clipSample());
    assertEquals(1, config.clipSampleRange());
    assertFalse(config.thresholding());
    assertTrue(config.setAlphaToOne());
    assertEquals(TimestepSpacing.LEADING, config.timestepSpacing());
    assertEquals(VarianceType.FIXED_SMALL, config.varianceType());
    assertFalse(config.rescaleBetasZeroSnr());
  }

  @Test
  void theMultistepSchedulerHasDefaultsOfItsOwn() {
    SchedulerConfig config =
        SchedulerConfig.of(Map.of("_class_name", "DPMSolverMultistepScheduler"));
    assertFalse(config.clipSample());
    assertEquals(TimestepSpacing.LINSPACE, config.timestepSpacing());
  }

  @Test
  void whatDiffusersSavesBesideTheScheduleIsAccepted() {
    Map<String, Object> json = new HashMap<>();
    json.put("_class_name", "DPMSolverMultistepScheduler");
    json.put("_diffusers_version", "0.30.0");
    json.put("algorithm_type", "dpmsolver++");
    json.put("solver_type", "midpoint");
    json.put("solver_order", 2);
    json.put("lambda_min_clipped", Double.NEGATIVE_INFINITY);
    json.put("use_karras_sigmas", false);
    json.put("final_sigmas_type", "zero");
    json.put("variance_type", null);
    json.put("trained_betas", null);
    assertEquals(VarianceType.FIXED_SMALL, SchedulerConfig.of(json).varianceType());
  }

  @ParameterizedTest
  @CsvSource({
    "beta_schedule, laplace",
    "beta_schedule, SCALED_LINEAR",
    "prediction_type, flow",
    "timestep_spacing, karras",
    "variance_type, huge",
    "clip_sample, yes",
    "num_train_timesteps, many",
    "some_new_field, 3",
  })
  void whatIsNotKnownIsRefusedByFieldAndValue(String field, String value) {
    assertRefused(field, value, value);
  }

  @Test
  void whatIsOutOfRangeIsRefusedByFieldAndValue() {
    assertRefused("num_train_timesteps", 0, "0");
    assertRefused("num_train_timesteps", 10.5, "10.5");
    assertRefused("beta_start", -0.1, "-0.1");
    assertRefused("beta_end", 1e-9, "1.0E-9");
    assertRefused("beta_end", Double.NaN, "NaN");
    assertRefused("clip_sample_range", 0, "0");
    assertRefused("sample_max_value", 0, "0");
    assertRefused("dynamic_thresholding_ratio", 1.5, "1.5");
    assertRefused("steps_offset", -1, "-1");
    assertRefused("trained_betas", List.of(0.1, 0.2), "2 values");
    assertRefused("trained_betas", "0.1", "0.1");
    assertRefused("use_flow_sigmas", true, "true");
  }

  /** The job chooses the solver; of other schedulers' files only the noise schedule counts. */
  @Test
  void whatChoosesASolverOrItsNoiseLevelsChangesNothing() {
    Map<String, Object> plain = Map.of("beta_schedule", "scaled_linear", "beta_end", 0.012);
    Map<String, Object> ofOthers =
        new HashMap<>(
            Map.of(
                "_class_name",
                "EulerDiscreteScheduler",
                "timestep_type",
                "discrete",
                "use_karras_sigmas",
                true,
                "use_lu_lambdas",
                true,
                "algorithm_type",
                "sde-dpmsolver++",
                "solver_order",
                3,
                "final_sigmas_type",
                "sigma_min",
                "sigma_max",
                14.6,
                "lambda_min_clipped",
                -5.1));
    ofOthers.putAll(plain);
    assertEquals(SchedulerConfig.of(plain), SchedulerConfig.of(ofOthers));
  }

  @Test
  void trainedBetasTakeThePlaceOfTheSchedule() {
    NoiseSchedule schedule =
        NoiseSchedule.of(
            SchedulerConfig.of(
                Map.of("num_train_timesteps", 2, "trained_betas", List.of(0.5, 0.5))));
    assertEquals(2, schedule.timesteps());
    assertEquals(0.25, schedule.alphaCumprod(1), 1e-15);
  }

  private static void assertRefused(String field, Object value, String shown) {
    String message =
        assertThrows(
                InvalidSchedulerException.class, () -> SchedulerConfig.of(Map.of(field, value)))
            .getMessage();
    assertTrue(message.contains(field), message);
    assertTrue(message.contains(shown), message);
  }
}
