package io.diffsr.picture.codec;

import io.diffsr.picture.Bands;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PlanarArrays;
import io.diffsr.picture.Samples;
import java.awt.image.BufferedImage;

/** Takes an image of the Java runtime over by what its pixels show. */
public final class ArgbPixels {
  private static final int BITS = 8;
  private static final int BAND_ROWS = 16;

  private ArgbPixels() {}

  /**
   * A picture in colour with the image on it; where it is not, it is transparent.
   *
   * @param width of the picture
   * @param height of the picture
   * @param left column where the image starts
   * @param top row where the image starts
   * @param alpha whether there is transparency
   */
  public static Picture picture(
      BufferedImage image, int width, int height, int left, int top, boolean alpha) {
    int size = Math.multiplyExact(width, height);
    float[] colour = PlanarArrays.allocate(3, height, width);
    float[] opacity = alpha ? new float[size] : null;
    Bands.run(
        image.getHeight(),
        BAND_ROWS,
        (from, to) -> {
          int[] row = new int[image.getWidth()];
          for (int y = from; y < to; y++) {
            image.getRGB(0, y, row.length, 1, row, 0, row.length);
            int start = (top + y) * width + left;
            for (int x = 0; x < row.length; x++) {
              int argb = row[x];
              colour[start + x] = Samples.ofLevel((argb >> 16) & 0xFF, BITS);
              colour[size + start + x] = Samples.ofLevel((argb >> 8) & 0xFF, BITS);
              colour[2 * size + start + x] = Samples.ofLevel(argb & 0xFF, BITS);
              if (opacity != null) {
                opacity[start + x] = Samples.opacityOfLevel(argb >>> 24, BITS);
              }
            }
          }
        });
    return new Picture(width, height, 3, colour, opacity, BITS, null);
  }
}
