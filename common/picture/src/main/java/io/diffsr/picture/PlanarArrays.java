package io.diffsr.picture;

/** Checks and conversions for planar pictures: float arrays, channels × height × width. */
public final class PlanarArrays {

  private PlanarArrays() {}

  public static void requireSize(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("a picture of " + width + " × " + height + " pixels");
    }
  }

  public static void requireLength(float[] planes, int channels, int height, int width) {
    if (planes.length != (long) channels * height * width) {
      throw new IllegalArgumentException(
          planes.length + " values are not " + channels + " × " + height + " × " + width);
    }
  }

  public static float[] allocate(int channels, int height, int width) {
    return new float[Math.multiplyExact(Math.multiplyExact(channels, height), width)];
  }

  /** Rounds doubles to floats. */
  public static void narrow(
      double[] source, int sourceOffset, float[] target, int targetOffset, int count) {
    for (int i = 0; i < count; i++) {
      target[targetOffset + i] = (float) source[sourceOffset + i];
    }
  }
}
