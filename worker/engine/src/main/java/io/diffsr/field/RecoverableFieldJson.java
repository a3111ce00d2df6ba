package io.diffsr.field;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RecoverableFieldCalibration} as a parsed recoverable_field.json: its components in snake
 * case, and a {@code description}.
 */
public final class RecoverableFieldJson {
  private static final String DESCRIPTION = "description";
  private static final String SCALES = "scales";
  private static final String BIAS = "bias_decibels";
  private static final String RATIOS = "power_ratios";
  private static final String ERRORS = "mean_squared_errors";
  private static final String KAPPA = "kappa";
  private static final String MINIMUM_SNR = "minimum_snr";
  private static final String OMEGA = "omega";
  private static final String ERROR_TIMESTEPS = "error_timesteps";
  private static final String ERROR_VALUES = "error_values";
  private static final String SIGNATURE_LIMIT = "signature_limit";
  private static final String FIDELITY_LIMIT = "fidelity_limit";
  private static final Set<String> KNOWN =
      Set.of(
          DESCRIPTION,
          SCALES,
          BIAS,
          RATIOS,
          ERRORS,
          KAPPA,
          MINIMUM_SNR,
          OMEGA,
          ERROR_TIMESTEPS,
          ERROR_VALUES,
          SIGNATURE_LIMIT,
          FIDELITY_LIMIT);

  private RecoverableFieldJson() {}

  /**
   * Reads a calibration. Every field but the description and the limits of the losses is needed:
   * half of a measurement and half of the defaults would not fit together.
   *
   * @throws IllegalArgumentException naming the field that is unknown, missing or of a wrong kind,
   *     or saying what is wrong with the values
   */
  public static RecoverableFieldCalibration read(Map<String, ?> json) {
    Set<String> unknown = new TreeSet<>(json.keySet());
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("the field %s is not known".formatted(unknown));
    }
    return new RecoverableFieldCalibration(
        numbers(json, SCALES),
        numbers(json, BIAS),
        numbers(json, RATIOS),
        numbers(json, ERRORS),
        json.get(KAPPA) instanceof List<?>
            ? numbers(json, KAPPA)
            : List.of(number(KAPPA, json.get(KAPPA))),
        number(MINIMUM_SNR, json.get(MINIMUM_SNR)),
        number(OMEGA, json.get(OMEGA)),
        wholes(json, ERROR_TIMESTEPS),
        numbers(json, ERROR_VALUES),
        limit(json, SIGNATURE_LIMIT),
        limit(json, FIDELITY_LIMIT));
  }

  /**
   * The fields to be written, in their usual order.
   *
   * @param description what was measured, on what
   */
  public static Map<String, Object> write(
      RecoverableFieldCalibration calibration, String description) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(DESCRIPTION, description);
    json.put(SCALES, calibration.scales());
    json.put(BIAS, calibration.biasDecibels());
    json.put(RATIOS, calibration.powerRatios());
    json.put(ERRORS, calibration.meanSquaredErrors());
    List<Double> kappas = calibration.kappas();
    json.put(KAPPA, kappas.size() == 1 ? kappas.get(0) : kappas);
    json.put(MINIMUM_SNR, calibration.minimumSnr());
    json.put(OMEGA, calibration.omega());
    json.put(ERROR_TIMESTEPS, calibration.errorTimesteps());
    json.put(ERROR_VALUES, calibration.errorValues());
    Double signatureLimit = calibration.signatureLimit();
    if (signatureLimit != null) {
      json.put(SIGNATURE_LIMIT, signatureLimit);
    }
    Double fidelityLimit = calibration.fidelityLimit();
    if (fidelityLimit != null) {
      json.put(FIDELITY_LIMIT, fidelityLimit);
    }
    return json;
  }

  private static @Nullable Double limit(Map<String, ?> json, String field) {
    return json.containsKey(field) ? number(field, json.get(field)) : null;
  }

  private static List<Double> numbers(Map<String, ?> json, String field) {
    List<Double> numbers = new ArrayList<>();
    for (Object each : list(json, field)) {
      numbers.add(number(field, each));
    }
    return numbers;
  }

  private static List<Integer> wholes(Map<String, ?> json, String field) {
    List<Integer> wholes = new ArrayList<>();
    for (Object each : list(json, field)) {
      double number = number(field, each);
      if (number != Math.rint(number) || number < 0 || number > Integer.MAX_VALUE) {
        throw wrong(field, each, "a whole number from 0 on");
      }
      wholes.add((int) number);
    }
    return wholes;
  }

  private static List<?> list(Map<String, ?> json, String field) {
    if (json.get(field) instanceof List<?> list) {
      return list;
    }
    throw wrong(field, json.get(field), "a list of numbers");
  }

  private static double number(String field, @Nullable Object value) {
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw wrong(field, value, "a finite number");
  }

  private static IllegalArgumentException wrong(
      String field, @Nullable Object value, String expected) {
    return new IllegalArgumentException(
        value == null
            ? "the field %s is missing".formatted(field)
            : "%s is %s instead of %s".formatted(field, value, expected));
  }
}
