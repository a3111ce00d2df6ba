package io.diffsr.model;

import io.diffsr.tiling.Tiling;

/**
 * The pieces of a picture that a network is given.
 *
 * @param edge of the square that it was made for, in pixels, a multiple of {@code multiple}
 * @param multiple what the edges of any piece must be divisible by, at least 1
 * @param largestEdge where it is above {@code edge}, no operation of the network depends on the
 *     size of a piece, and pieces may be as large as this, a multiple of {@code multiple}
 * @param batch pieces of {@code edge} × {@code edge} per call that suit the device, at least 1
 */
public record NetworkTile(int edge, int multiple, int largestEdge, int batch) {
  /** Below it, pieces of any size would be little more than what they overlap by. */
  private static final int LEAST_LARGEST_EDGE = 128;

  /**
   * @throws IllegalArgumentException where the largest piece is no larger than the usual, and below
   *     128 pixels
   */
  public NetworkTile {
    if (largestEdge != edge && (largestEdge < edge || largestEdge < LEAST_LARGEST_EDGE)) {
      throw new IllegalArgumentException(
          "the largest tile is of %d pixels; it must be at least %d"
              .formatted(largestEdge, Math.max(edge, LEAST_LARGEST_EDGE)));
    }
  }

  /** One square a call, of one size. */
  public NetworkTile(int edge, int multiple) {
    this(edge, multiple, edge, 1);
  }

  /** How a canvas is covered; the same on every device. */
  public Tiling tiling(int height, int width) {
    return largestEdge > edge
        ? Tiling.fitted(height, width, largestEdge, multiple)
        : Tiling.of(height, width, edge, multiple);
  }

  /** Pieces of this tiling per call: as many pixels as the device's batch has, at least one. */
  public int batch(Tiling tiling) {
    long pixels = (long) tiling.tileHeight() * tiling.tileWidth();
    return (int) Math.max(1, (long) batch * edge * edge / pixels);
  }
}
