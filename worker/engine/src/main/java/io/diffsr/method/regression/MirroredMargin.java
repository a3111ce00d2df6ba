package io.diffsr.method.regression;

/** Continues a picture by reflection on all sides, the edge pixels not repeated. */
final class MirroredMargin {
  private MirroredMargin() {}

  /**
   * The larger picture.
   *
   * @param picture channels × height × width
   * @return channels × (height + 2 margin) × (width + 2 margin); the picture itself where the
   *     margin is 0
   */
  static float[] around(float[] picture, int channels, int height, int width, int margin) {
    if (margin == 0) {
      return picture;
    }
    int wide = width + 2 * margin;
    int high = height + 2 * margin;
    float[] larger = new float[channels * high * wide];
    for (int line = 0; line < channels * high; line++) {
      int row = line / high * height + mirrored(line % high - margin, height);
      for (int x = 0; x < wide; x++) {
        larger[line * wide + x] = picture[row * width + mirrored(x - margin, width)];
      }
    }
    return larger;
  }

  /** The picture without its margin; the arguments are those of the larger picture. */
  static float[] without(float[] picture, int channels, int height, int width, int margin) {
    if (margin == 0) {
      return picture;
    }
    int narrow = width - 2 * margin;
    int low = height - 2 * margin;
    float[] inner = new float[channels * low * narrow];
    for (int line = 0; line < channels * low; line++) {
      int row = line / low * height + line % low + margin;
      System.arraycopy(picture, row * width + margin, inner, line * narrow, narrow);
    }
    return inner;
  }

  private static int mirrored(int index, int length) {
    if (length == 1) {
      return 0;
    }
    int folded = Math.floorMod(index, 2 * (length - 1));
    return Math.min(folded, 2 * (length - 1) - folded);
  }
}
