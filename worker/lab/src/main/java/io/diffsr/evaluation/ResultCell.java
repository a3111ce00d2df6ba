package io.diffsr.evaluation;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one method reached at one scale.
 *
 * @param method name of the row
 * @param scale of the column
 * @param means over the pictures; without what was not measured
 */
public record ResultCell(String method, double scale, Map<Metric, Double> means) {
  public ResultCell {
    means = Collections.unmodifiableMap(new EnumMap<>(means));
  }
}
