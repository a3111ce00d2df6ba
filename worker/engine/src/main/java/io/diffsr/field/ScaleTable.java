package io.diffsr.field;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A quantity measured at several scales, in between piecewise linear in the logarithm of the scale.
 *
 * @param scales at least one, strictly ascending, above 1
 * @param values one per scale
 */
public record ScaleTable(List<Double> scales, List<Double> values) {

  public ScaleTable {
    scales = List.copyOf(scales);
    values = List.copyOf(values);
    if (scales.isEmpty() || scales.size() != values.size()) {
      throw new IllegalArgumentException("every scale needs a value, and there must be one");
    }
    for (int i = 0; i < scales.size(); i++) {
      double before = i == 0 ? 1 : scales.get(i - 1);
      if (!(scales.get(i) > before)) {
        throw new IllegalArgumentException("scales must ascend from above 1");
      }
    }
  }

  /** The same at all scales. */
  public static ScaleTable constant(double value) {
    return new ScaleTable(List.of(2.0), List.of(value));
  }

  /** The value at a scale; beyond the ends the value of the end. */
  public double held(double scale) {
    double nearest = Math.min(Math.max(scale, scales.get(0)), scales.get(scales.size() - 1));
    return along(nearest, value -> value);
  }

  /** The value of a positive quantity that follows powers of the scale, also beyond the ends. */
  double power(double scale) {
    return Math.exp(along(scale, Math::log));
  }

  private double along(double scale, DoubleUnaryOperator ordinate) {
    if (scales.size() == 1) {
      return ordinate.applyAsDouble(values.get(0));
    }
    int right = 1;
    while (right < scales.size() - 1 && scales.get(right) < scale) {
      right++;
    }
    double from = Math.log(scales.get(right - 1));
    double share = (Math.log(scale) - from) / (Math.log(scales.get(right)) - from);
    double first = ordinate.applyAsDouble(values.get(right - 1));
    return first + share * (ordinate.applyAsDouble(values.get(right)) - first);
  }
}
