package io.diffsr.upscale;

import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureFormat;

/**
 * Shows how far samples differ: a greyscale PNG of 8 bits, black where all agree. Its level is four
 * times the standard deviation in 8-bit levels of the result, so that a quarter of a level can be
 * seen and 63.75 levels or more are white.
 */
final class UncertaintyPicture {
  private static final float LEVELS_PER_LEVEL = 4;

  private UncertaintyPicture() {}

  /**
   * The file.
   *
   * @param deviation height × width, standard deviations in units of [-1, 1]
   */
  static byte[] encode(float[] deviation, int width, int height) {
    float[] grey = new float[deviation.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = Math.min(LEVELS_PER_LEVEL * deviation[i] - 1, 1);
    }
    return PictureEncoder.encode(Picture.of(width, height, 1, grey), PictureFormat.PNG, 100);
  }
}
