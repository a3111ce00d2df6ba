package io.diffsr.metrics;

import java.util.List;

/**
 * A picture to be compared with another, on the scale of 8-bit levels.
 *
 * @param red levels in 0..255
 * @param green of the same size
 * @param blue of the same size
 */
public record RgbPlanes(Plane red, Plane green, Plane blue) {
  private static final double MIDDLE = 127.5;

  public RgbPlanes {
    red.requireSizeOf(green);
    red.requireSizeOf(blue);
  }

  /**
   * Planes of the engine's samples.
   *
   * @param samples 3 × height × width, black −1 to white 1
   */
  public static RgbPlanes of(int width, int height, float[] samples) {
    return new RgbPlanes(
        plane(width, height, samples, 0),
        plane(width, height, samples, 1),
        plane(width, height, samples, 2));
  }

  private static Plane plane(int width, int height, float[] samples, int channel) {
    double[] levels = new double[width * height];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (samples[channel * levels.length + i] + 1.0) * MIDDLE;
    }
    return new Plane(width, height, levels);
  }

  /** This picture without so many pixels along each edge. */
  public RgbPlanes cropped(int border) {
    return new RgbPlanes(red.cropped(border), green.cropped(border), blue.cropped(border));
  }

  public List<Plane> channels() {
    return List.of(red, green, blue);
  }

  /**
   * Luma Y' of ITU-R BT.601 in its studio range 16..235, as MATLAB's {@code rgb2ycbcr} and the
   * super-resolution literature have it; not rounded.
   */
  public Plane luma() {
    double[] luma = new double[red.samples().length];
    for (int i = 0; i < luma.length; i++) {
      luma[i] =
          16
              + (65.481 * red.samples()[i]
                      + 128.553 * green.samples()[i]
                      + 24.966 * blue.samples()[i])
                  / 255;
    }
    return new Plane(red.width(), red.height(), luma);
  }
}
