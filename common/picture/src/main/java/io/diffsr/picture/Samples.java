package io.diffsr.picture;

/** Stored integer levels 0..2ᵇ−1 and the values -1..1 (colour) or 0..1 (alpha) they stand for. */
public final class Samples {

  private Samples() {}

  /** The largest level of this many bits. */
  static int maximum(int bits) {
    return (1 << bits) - 1;
  }

  /** The colour value of a level. */
  public static float ofLevel(int level, int bits) {
    return (float) (2.0 * level / maximum(bits) - 1);
  }

  /** The level nearest to a colour value, halves upward; values outside -1..1 are clipped. */
  public static int level(float value, int bits) {
    return round((value + 1.0) / 2 * maximum(bits), bits);
  }

  /** The opacity of a level. */
  public static float opacityOfLevel(int level, int bits) {
    return (float) ((double) level / maximum(bits));
  }

  /** The level nearest to an opacity. */
  public static int opacityLevel(float opacity, int bits) {
    return round((double) opacity * maximum(bits), bits);
  }

  private static int round(double level, int bits) {
    return (int) Math.min(Math.max(Math.floor(level + 0.5), 0), maximum(bits));
  }
}
