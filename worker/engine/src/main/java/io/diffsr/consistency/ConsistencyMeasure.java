package io.diffsr.consistency;

import org.jspecify.annotations.Nullable;

/**
 * How consistent a result is with its input: with its pixels, or with the cells of its JPEG
 * coefficients.
 *
 * @param deviation ‖A x − y‖∞ in levels of 255; null where cells are what counts
 * @param departure from the cells; null where pixels are what counts
 */
public record ConsistencyMeasure(@Nullable Double deviation, @Nullable CellDeparture departure) {}
