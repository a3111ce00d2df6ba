package io.diffsr.tiling;

import io.diffsr.noise.Philox;
import io.diffsr.picture.PlanarArrays;

/**
 * How a canvas is covered by overlapping tiles of the network's size. The number of tiles is fixed;
 * where they overlap, and by how much beyond the minimum, changes from layout to layout, so that no
 * seam stays in one place. Immutable.
 *
 * <p>Along each axis n = ⌈(length − overlap)/(tile − overlap)⌉ tiles of the same length stand, the
 * first at the canvas's start and the last at its end. A canvas shorter than a tile gets one tile,
 * cut down to the multiple that the network asks for and filled up by reflection.
 */
public final class Tiling {
  /** Of a tile's edge: 48 of 256 pixels, which keeps a megapixel within 25 tiles. */
  private static final double USUAL_OVERLAP = 3.0 / 16;

  /** What neighbours share at least, where tiles may have any size; as much as 3/16 of 256. */
  private static final int FITTED_OVERLAP = 48;

  /** How much further they overlap on average, so that their seams move from step to step. */
  private static final int MOVEMENT = 16;

  private final TileAxis vertical;
  private final TileAxis horizontal;

  private Tiling(TileAxis vertical, TileAxis horizontal) {
    this.vertical = vertical;
    this.horizontal = horizontal;
  }

  /** Covers a canvas with the overlap that all networks get; the arguments as below. */
  public static Tiling of(int height, int width, int tileSize, int sizeMultiple) {
    return of(height, width, tileSize, sizeMultiple, (int) (tileSize * USUAL_OVERLAP));
  }

  /**
   * Covers a canvas.
   *
   * @param height canvas rows
   * @param width canvas columns
   * @param tileSize the largest tile edge in pixels, a multiple of {@code sizeMultiple}
   * @param sizeMultiple what a tile's edges must be divisible by; equal to {@code tileSize} for a
   *     network of one fixed size
   * @param minimumOverlap the least number of pixels that neighbouring tiles share, below
   *     tileSize/2
   * @throws IllegalArgumentException if the values do not fit together
   */
  public static Tiling of(
      int height, int width, int tileSize, int sizeMultiple, int minimumOverlap) {
    PlanarArrays.requireSize(height, width);
    if (sizeMultiple < 1 || tileSize < sizeMultiple || tileSize % sizeMultiple != 0) {
      throw new IllegalArgumentException(
          "tile size " + tileSize + " is no multiple of " + sizeMultiple);
    }
    if (minimumOverlap < 0 || 2 * minimumOverlap >= tileSize) {
      throw new IllegalArgumentException(
          "overlap " + minimumOverlap + " does not fit tiles of " + tileSize);
    }
    return new Tiling(
        TileAxis.of(height, tileSize, sizeMultiple, minimumOverlap),
        TileAxis.of(width, tileSize, sizeMultiple, minimumOverlap));
  }

  /**
   * Covers a canvas with few large tiles, for a network that gives a pixel the same value in a tile
   * of any size. Their number and size depend on the canvas alone, so that bytes repeat on every
   * machine.
   *
   * @param largestTile the largest tile edge in pixels, a multiple of {@code sizeMultiple} and
   *     above twice the overlap of {@value #FITTED_OVERLAP} pixels
   * @throws IllegalArgumentException if the values do not fit together
   */
  public static Tiling fitted(int height, int width, int largestTile, int sizeMultiple) {
    of(height, width, largestTile, sizeMultiple, FITTED_OVERLAP);
    return new Tiling(
        TileAxis.fitted(height, largestTile, sizeMultiple, FITTED_OVERLAP, MOVEMENT),
        TileAxis.fitted(width, largestTile, sizeMultiple, FITTED_OVERLAP, MOVEMENT));
  }

  /** Rows of a tile, which may be more than the canvas has. */
  public int tileHeight() {
    return vertical.tileLength();
  }

  /** Columns of a tile, which may be more than the canvas has. */
  public int tileWidth() {
    return horizontal.tileLength();
  }

  /** How many tiles every layout has, hence network tile calls per step. */
  public int count() {
    return Math.multiplyExact(vertical.count(), horizontal.count());
  }

  /** Where the tiles lie in one step: a function of seed and step alone. */
  public TileLayout layout(long seed, int step) {
    Philox generator = Philox.of(seed);
    return new TileLayout(vertical.place(generator, step, 0), horizontal.place(generator, step, 1));
  }
}
