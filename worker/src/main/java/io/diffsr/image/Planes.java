package io.diffsr.image;

/** Checks and conversions for planar pictures: float arrays, channels × height × width. */
final class Planes {

  private Planes() {}

  static void requireSize(int height, int width) {
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException("a picture of " + width + " × " + height + " pixels");
    }
  }

  static void requireLength(float[] planes, int channels, int height, int width) {
    if (planes.length != (long) channels * height * width) {
      throw new IllegalArgumentException(
          planes.length + " values are not " + channels + " × " + height + " × " + width);
    }
  }

  static float[] allocate(int channels, int height, int width) {
    return new float[Math.multiplyExact(Math.multiplyExact(channels, height), width)];
  }

  /** Rounds doubles to floats. */
  static void narrow(
      double[] source, int sourceOffset, float[] target, int targetOffset, int count) {
    for (int i = 0; i < count; i++) {
      target[targetOffset + i] = (float) source[sourceOffset + i];
    }
  }
}
