package io.diffsr.consistency;

/**
 * How far a picture is from being one that codes to a JPEG file's coefficients.
 *
 * @param coefficients in all
 * @param outside their cell
 * @param largestExcess beyond a cell's wall, in steps of the quantiser
 */
public record CellDeparture(long coefficients, long outside, double largestExcess) {
  static final CellDeparture NONE = new CellDeparture(0, 0, 0);

  CellDeparture plus(CellDeparture other) {
    return new CellDeparture(
        coefficients + other.coefficients,
        outside + other.outside,
        Math.max(largestExcess, other.largestExcess));
  }

  /** Share of the coefficients outside, in 0..1. */
  public double shareOutside() {
    return coefficients == 0 ? 0 : (double) outside / coefficients;
  }
}
