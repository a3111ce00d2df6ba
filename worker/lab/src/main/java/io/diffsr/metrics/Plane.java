package io.diffsr.metrics;

/**
 * One channel of a picture, to be compared with another.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param samples height × width, black 0 to white 255, not necessarily whole
 */
// Arrays: not compared by value.
@SuppressWarnings("ArrayRecordComponent")
public record Plane(int width, int height, double[] samples) {
  public Plane {
    if (width < 1 || height < 1 || samples.length != (long) width * height) {
      throw new IllegalArgumentException(
          "%d samples are not %d × %d".formatted(samples.length, width, height));
    }
  }

  /** This plane without so many pixels along each edge. */
  public Plane cropped(int border) {
    int innerWidth = width - 2 * border;
    int innerHeight = height - 2 * border;
    if (border < 0 || innerWidth < 1 || innerHeight < 1) {
      throw new IllegalArgumentException(
          "a border of %d leaves nothing of %d × %d".formatted(border, width, height));
    }
    double[] inner = new double[innerWidth * innerHeight];
    for (int row = 0; row < innerHeight; row++) {
      System.arraycopy(
          samples, (row + border) * width + border, inner, row * innerWidth, innerWidth);
    }
    return new Plane(innerWidth, innerHeight, inner);
  }

  void requireSizeOf(Plane other) {
    if (width != other.width || height != other.height) {
      throw new IllegalArgumentException(
          "%d × %d cannot be compared with %d × %d"
              .formatted(width, height, other.width, other.height));
    }
  }
}
