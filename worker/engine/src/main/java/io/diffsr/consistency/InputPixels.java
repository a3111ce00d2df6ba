package io.diffsr.consistency;

/**
 * One picture: what a lossless file says.
 *
 * @param rgb 3 × h × w in [-1, 1]
 */
@SuppressWarnings("ArrayRecordComponent") // Not compared by value.
record InputPixels(float[] rgb) implements InputSet {
  /** Half an 8-bit level, so that rounding to levels has room to add its own. */
  private static final double TOLERANCE = 0.5 / 127.5;

  @Override
  public float[] nearest(float[] low) {
    return rgb;
  }

  @Override
  public boolean holds(float[] low) {
    for (int i = 0; i < low.length; i++) {
      if (Math.abs((double) low[i] - rgb[i]) > TOLERANCE) {
        return false;
      }
    }
    return true;
  }
}
