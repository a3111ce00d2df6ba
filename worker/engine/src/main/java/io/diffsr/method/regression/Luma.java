package io.diffsr.method.regression;

/**
 * Luma of ITU-R BT.601, as networks of one channel are trained on it, in the range of the colours.
 */
final class Luma {
  private static final double RED = 0.299;
  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;

  private Luma() {}

  /** height × width of 3 × height × width. */
  static float[] of(float[] rgb) {
    int pixels = rgb.length / 3;
    float[] luma = new float[pixels];
    for (int i = 0; i < pixels; i++) {
      luma[i] = (float) (RED * rgb[i] + GREEN * rgb[pixels + i] + BLUE * rgb[2 * pixels + i]);
    }
    return luma;
  }
}
