package io.diffsr.resample;

/** Continues a line of samples beyond its ends by reflection, the edge sample repeated. */
public final class Reflection {

  private Reflection() {}

  /** The index in 0..length-1 that stands for this one, which may be any integer. */
  public static int index(int index, int length) {
    if (index >= 0 && index < length) {
      return index;
    }
    int folded = Math.floorMod(index, 2 * length);
    return folded < length ? folded : 2 * length - 1 - folded;
  }
}
