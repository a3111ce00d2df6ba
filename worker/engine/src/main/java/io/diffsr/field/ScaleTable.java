package io.diffsr.field;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A quantity measured at several scales, in between piecewise linear in the logarithm of the scale.
 *
 * @param scales at least one, strictly ascending, above 1
 * @param values one per scale
 */
record ScaleTable(List<Double> scales, List<Double> values) {

  /** The value at a scale; beyond the ends the value of the end. */
  double held(double scale) {
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
