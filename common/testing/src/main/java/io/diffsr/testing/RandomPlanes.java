package io.diffsr.testing;

import java.util.SplittableRandom;

/** Planes of noise. */
public final class RandomPlanes {
  private RandomPlanes() {}

  /** Values that are uniform in [-1, 1); the same seed gives the same values. */
  public static float[] of(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] planes = new float[count];
    for (int i = 0; i < count; i++) {
      planes[i] = (float) (2 * random.nextDouble() - 1);
    }
    return planes;
  }
}
