package io.diffsr.consistency;

/** The small pictures that an input may have been. Convex; immutable. */
public sealed interface InputSet permits InputPixels, JpegCells {
  /**
   * The picture of this set that is nearest to another, or near it.
   *
   * @param low 3 × h × w in [-1, 1]; not changed
   * @return 3 × h × w; not to be changed
   */
  float[] nearest(float[] low);

  /** True where a picture is in this set, but for what rounding to 8 bits takes. */
  boolean holds(float[] low);
}
