package io.diffsr.field;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What was measured on pictures, and on a network, to place the Perceptual Recoverable Field.
 * Thresholds are SNRs, so that they carry over to any noise schedule.
 *
 * @param scales at which the next three lists were measured, strictly ascending, above 1
 * @param biasDecibels by how much the error measured on the input itself exceeds that on its
 *     unknown original
 * @param powerRatios r: power at the input's Nyquist frequency over the mean squared error, above 0
 * @param meanSquaredErrors mean of ‖x − x̂‖²/N over pictures in [-1, 1], above 0
 * @param kappas largest product of SNR and power at which a network makes that power anew, above 0;
 *     one for all scales, or one per scale
 * @param minimumSnr smallest SNR at which a picture is still recognisable, above 0
 * @param omega weight of the fidelity loss, above 0; 1 is r/κ on ‖x − x̂‖²/N, at which a constant
 *     network error of 1 puts the least recovery loss at the field's first timestep
 * @param errorTimesteps timesteps at which the network's error was measured, strictly ascending;
 *     empty where it was not
 * @param errorValues mean squared error of ε at those timesteps, at least 0
 * @param signatureLimit C_S of the paper: the field ends with the last timestep whose signature
 *     loss is not above it, instead of by {@code minimumSnr}; above 0, or null
 * @param fidelityLimit C_F of the paper: the field begins with the first timestep whose weighted
 *     fidelity loss is not above it, instead of by {@code kappas}; above 0, or null
 */
public record RecoverableFieldCalibration(
    List<Double> scales,
    List<Double> biasDecibels,
    List<Double> powerRatios,
    List<Double> meanSquaredErrors,
    List<Double> kappas,
    double minimumSnr,
    double omega,
    List<Integer> errorTimesteps,
    List<Double> errorValues,
    @Nullable Double signatureLimit,
    @Nullable Double fidelityLimit) {

  /** Mean squared error of rounding to 8 bits: below it there is nothing to measure. */
  private static final double ROUNDING_ERROR = Math.pow(2.0 / 255, 2) / 12;

  /** Up to 3.5 the measurement on the input counts alone, from 6 on not at all. */
  private static final ScaleTable TRUST =
      new ScaleTable(List.of(3.5, 4.0, 6.0), List.of(1.0, 0.5, 0.0));

  private static final double DEFAULT_RESOLUTION = 256;
  private static final double RESOLUTION_EXPONENT = 2.4;

  /**
   * @throws IllegalArgumentException when lengths, order or ranges are not as described above
   */
  public RecoverableFieldCalibration {
    scales = List.copyOf(scales);
    biasDecibels = List.copyOf(biasDecibels);
    powerRatios = List.copyOf(powerRatios);
    meanSquaredErrors = List.copyOf(meanSquaredErrors);
    kappas = List.copyOf(kappas);
    errorTimesteps = List.copyOf(errorTimesteps);
    errorValues = List.copyOf(errorValues);
    int count = scales.size();
    require(
        count >= 1 && scales.get(0) > 1 && ascending(scales), "scales must ascend from above 1");
    require(
        biasDecibels.size() == count
            && powerRatios.size() == count
            && meanSquaredErrors.size() == count,
        "every scale needs a bias, a power ratio and a mean squared error");
    require(
        powerRatios.stream().allMatch(ratio -> ratio > 0)
            && meanSquaredErrors.stream().allMatch(error -> error > 0),
        "power ratios and mean squared errors must be above 0");
    require(
        (kappas.size() == 1 || kappas.size() == count)
            && kappas.stream().allMatch(kappa -> kappa > 0),
        "kappa must be above 0, one for all scales or one for each");
    require(minimumSnr > 0 && omega > 0, "SNR and omega must be above 0");
    require(
        errorTimesteps.size() == errorValues.size()
            && ascending(errorTimesteps)
            && errorValues.stream().allMatch(error -> error >= 0),
        "the network's errors must be at least 0, at ascending timesteps");
    require(
        (signatureLimit == null || signatureLimit > 0)
            && (fidelityLimit == null || fidelityLimit > 0),
        "limits of the losses must be above 0");
  }

  /** With the field bounded by SNRs. */
  public RecoverableFieldCalibration(
      List<Double> scales,
      List<Double> biasDecibels,
      List<Double> powerRatios,
      List<Double> meanSquaredErrors,
      double kappa,
      double minimumSnr,
      double omega,
      List<Integer> errorTimesteps,
      List<Double> errorValues) {
    this(
        scales,
        biasDecibels,
        powerRatios,
        meanSquaredErrors,
        List.of(kappa),
        minimumSnr,
        omega,
        errorTimesteps,
        errorValues,
        null,
        null);
  }

  /** This calibration with the field bounded by the losses themselves, as in the paper. */
  public RecoverableFieldCalibration limitedBy(
      @Nullable Double signature, @Nullable Double fidelity) {
    return new RecoverableFieldCalibration(
        scales,
        biasDecibels,
        powerRatios,
        meanSquaredErrors,
        kappas,
        minimumSnr,
        omega,
        errorTimesteps,
        errorValues,
        signature,
        fidelity);
  }

  /** Measured on 13 photographs, for a network of 256 × 256 pixels whose error is not known. */
  public static RecoverableFieldCalibration defaults() {
    return new RecoverableFieldCalibration(
        List.of(1.5, 2.0, 2.7, 3.5, 4.0, 6.0, 8.0),
        List.of(1.0, 1.9, 2.2, 1.8, 2.6, 2.6, 2.6),
        List.of(2.4, 3.6, 5.1, 6.8, 8.1, 13.0, 22.5),
        List.of(0.0033, 0.0067, 0.011, 0.016, 0.018, 0.027, 0.033),
        0.2,
        0.31,
        1,
        List.of(),
        List.of());
  }

  /** This calibration with the smallest SNR moved to that of another training resolution. */
  public RecoverableFieldCalibration forTrainingResolution(int pixels) {
    return new RecoverableFieldCalibration(
        scales,
        biasDecibels,
        powerRatios,
        meanSquaredErrors,
        kappas,
        minimumSnr * Math.pow(DEFAULT_RESOLUTION / pixels, RESOLUTION_EXPONENT),
        omega,
        errorTimesteps,
        errorValues,
        signatureLimit,
        fidelityLimit);
  }

  /** Expected ‖x − x̂‖²/N at a scale: 0 up to 1, then rising to the first measured scale. */
  public double meanSquaredError(double scale) {
    ScaleTable table = new ScaleTable(scales, meanSquaredErrors);
    double first = scales.get(0);
    if (scale >= first) {
      return table.power(scale);
    }
    return scale <= 1 ? 0 : table.power(first) * Math.log(scale) / Math.log(first);
  }

  /**
   * Estimate of ‖x − x̂‖²/N for one picture: the error measured on the input itself, less its bias,
   * and the expected error, blended in logarithms by how far the input is to be trusted. Between
   * 3.5 and 6 the estimate of a picture far from the mean can fall as the scale grows, and with it
   * the field's first timestep.
   *
   * @param scale enlargement; at most 1 gives 0
   * @param measuredOnInput mean squared difference after shrinking the input by the scale and
   *     enlarging it again
   */
  public double squaredError(double scale, double measuredOnInput) {
    if (scale <= 1) {
      return 0;
    }
    double bias = new ScaleTable(scales, biasDecibels).held(scale);
    double own = Math.max(measuredOnInput * Math.pow(10, -bias / 10), ROUNDING_ERROR);
    double trust = TRUST.held(scale);
    return Math.exp(trust * Math.log(own) + (1 - trust) * Math.log(meanSquaredError(scale)));
  }

  /** r at a scale, held below the first measured one and continued as a power beyond the last. */
  public double powerRatio(double scale) {
    return new ScaleTable(scales, powerRatios).power(Math.max(scale, scales.get(0)));
  }

  /** κ at a scale, held beyond the ends. */
  public double kappa(double scale) {
    return kappas.size() == 1
        ? kappas.get(0)
        : Math.exp(new ScaleTable(scales, kappas.stream().map(Math::log).toList()).held(scale));
  }

  /**
   * This calibration moved towards that of another start of the same model, in logarithms; itself
   * where the two were measured at other scales.
   *
   * @param share of the other, in 0..1
   */
  public RecoverableFieldCalibration towards(RecoverableFieldCalibration other, double share) {
    if (!scales.equals(other.scales)) {
      return this;
    }
    DoubleBinaryOperator logarithmic =
        (own, others) -> Math.exp((1 - share) * Math.log(own) + share * Math.log(others));
    return new RecoverableFieldCalibration(
        scales,
        blend(biasDecibels, other.biasDecibels, (a, b) -> (1 - share) * a + share * b),
        blend(powerRatios, other.powerRatios, logarithmic),
        blend(meanSquaredErrors, other.meanSquaredErrors, logarithmic),
        kappas.size() == other.kappas.size()
            ? blend(kappas, other.kappas, logarithmic)
            : blend(perScale(), other.perScale(), logarithmic),
        logarithmic.applyAsDouble(minimumSnr, other.minimumSnr),
        logarithmic.applyAsDouble(omega, other.omega),
        errorTimesteps,
        errorValues,
        signatureLimit,
        fidelityLimit);
  }

  private List<Double> perScale() {
    return scales.stream().map(this::kappa).toList();
  }

  private static List<Double> blend(
      List<Double> own, List<Double> others, DoubleBinaryOperator blend) {
    return IntStream.range(0, own.size())
        .mapToObj(i -> blend.applyAsDouble(own.get(i), others.get(i)))
        .toList();
  }

  /** True where the network's error is known. */
  public boolean networkMeasured() {
    return !errorTimesteps.isEmpty();
  }

  /** The network's mean squared error of ε at a timestep; 1 where it is not known. */
  public double networkError(int timestep) {
    if (errorTimesteps.isEmpty()) {
      return 1;
    }
    int right = 0;
    while (right < errorTimesteps.size() && errorTimesteps.get(right) < timestep) {
      right++;
    }
    if (right == 0) {
      return errorValues.get(0);
    }
    if (right == errorTimesteps.size()) {
      return errorValues.get(right - 1);
    }
    double from = errorTimesteps.get(right - 1);
    double share = (timestep - from) / (errorTimesteps.get(right) - from);
    return (1 - share) * errorValues.get(right - 1) + share * errorValues.get(right);
  }

  private static <N extends Number> boolean ascending(List<N> values) {
    for (int i = 1; i < values.size(); i++) {
      if (values.get(i).doubleValue() <= values.get(i - 1).doubleValue()) {
        return false;
      }
    }
    return true;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
