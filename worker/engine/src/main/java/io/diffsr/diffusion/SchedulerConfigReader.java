package io.diffsr.diffusion;

import io.diffsr.request.WireName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a parsed scheduler_config.json into a {@link SchedulerConfig}, refusing what is unknown.
 */
final class SchedulerConfigReader {
  private static final String MULTISTEP = "DPMSolverMultistepScheduler";

  /** Fields of the record, all honoured. */
  private static final Set<String> HONOURED =
      Set.of(
          "num_train_timesteps",
          "beta_start",
          "beta_end",
          "beta_schedule",
          "trained_betas",
          "prediction_type",
          "clip_sample",
          "clip_sample_range",
          "thresholding",
          "dynamic_thresholding_ratio",
          "sample_max_value",
          "set_alpha_to_one",
          "steps_offset",
          "timestep_spacing",
          "variance_type",
          "rescale_betas_zero_snr");

  /**
   * Fields that change nothing here. They choose a solver and the noise levels that it visits, in
   * the files of DPM-Solver, UniPC, Euler, Heun, LMS and PNDM; of those schedulers only the noise
   * schedule counts, for the job chooses the solver, and the recoverable field where it starts.
   */
  private static final Set<String> INFORMATIVE =
      Set.of(
          "algorithm_type",
          "disable_corrector",
          "euler_at_final",
          "final_sigmas_type",
          "flow_shift",
          "interpolation_type",
          "lambda_min_clipped",
          "lower_order_final",
          "predict_x0",
          "sigma_max",
          "sigma_min",
          "skip_prk_steps",
          "solver_order",
          "solver_p",
          "solver_type",
          "tensor_format",
          "time_shift_type",
          "timestep_type",
          "use_beta_sigmas",
          "use_exponential_sigmas",
          "use_karras_sigmas",
          "use_lu_lambdas");

  /** Fields that change what the noise schedule is, with the only value that is computed here. */
  private static final Map<String, Object> FIXED =
      Map.of("use_flow_sigmas", false, "use_dynamic_shifting", false);

  private final Map<String, ?> json;

  SchedulerConfigReader(Map<String, ?> json) {
    this.json = json;
  }

  SchedulerConfig read() {
    json.forEach(SchedulerConfigReader::requireKnown);
    boolean multistep = MULTISTEP.equals(json.get("_class_name"));
    return new SchedulerConfig(
        whole("num_train_timesteps", 1000),
        number("beta_start", 1e-4),
        number("beta_end", 0.02),
        constant("beta_schedule", BetaSchedule.class, BetaSchedule.LINEAR),
        numbers("trained_betas"),
        constant("prediction_type", PredictionType.class, PredictionType.EPSILON),
        // The multistep scheduler of diffusers has no such field and passes over it.
        flag("clip_sample", true) && !multistep,
        number("clip_sample_range", 1),
        flag("thresholding", false),
        number("dynamic_thresholding_ratio", 0.995),
        number("sample_max_value", 1),
        flag("set_alpha_to_one", true),
        whole("steps_offset", 0),
        constant(
            "timestep_spacing",
            TimestepSpacing.class,
            multistep ? TimestepSpacing.LINSPACE : TimestepSpacing.LEADING),
        constant("variance_type", VarianceType.class, VarianceType.FIXED_SMALL),
        flag("rescale_betas_zero_snr", false));
  }

  private static void requireKnown(String field, @Nullable Object value) {
    if (value == null
        || field.startsWith("_")
        || HONOURED.contains(field)
        || INFORMATIVE.contains(field)) {
      return;
    }
    Object computed = FIXED.get(field);
    if (computed == null) {
      throw new InvalidSchedulerException(field, value, "absent: this field is not known");
    }
    if (!computed.equals(value)) {
      throw new InvalidSchedulerException(field, value, computed.toString());
    }
  }

  private <E extends Enum<E> & WireName> E constant(String field, Class<E> type, E otherwise) {
    Object value = json.get(field);
    if (value == null) {
      return otherwise;
    }
    return WireName.find(type, value.toString())
        .orElseThrow(
            () -> new InvalidSchedulerException(field, value, "one of " + WireName.list(type)));
  }

  private boolean flag(String field, boolean otherwise) {
    Object value = json.get(field);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new InvalidSchedulerException(field, value, "true or false");
  }

  private int whole(String field, int otherwise) {
    double value = number(field, otherwise);
    if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
      throw new InvalidSchedulerException(field, value, "a whole number");
    }
    return (int) value;
  }

  private double number(String field, double otherwise) {
    Object value = json.get(field);
    return value == null ? otherwise : number(field, value);
  }

  private static double number(String field, @Nullable Object value) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw new InvalidSchedulerException(field, String.valueOf(value), "a finite number");
  }

  private @Nullable List<Double> numbers(String field) {
    Object value = json.get(field);
    if (value == null) {
      return null;
    }
    if (!(value instanceof List<?> list)) {
      throw new InvalidSchedulerException(field, value, "a list of numbers");
    }
    List<Double> numbers = new ArrayList<>(list.size());
    list.forEach(each -> numbers.add(number(field, each)));
    return numbers;
  }
}
