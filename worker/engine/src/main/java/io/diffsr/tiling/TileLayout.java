package io.diffsr.tiling;

import io.diffsr.picture.Bands;
import io.diffsr.picture.PlanarArrays;
import io.diffsr.resample.Reflection;

/**
 * The tiles of one step, numbered row by row. {@link #cut} reads a tile from the canvas, {@link
 * #merge} adds it, weighted, to another canvas: after all tiles are merged, that canvas holds Σ w p
 * with Σ w = 1 at every pixel. Immutable; different tiles may be cut at the same time, but they
 * must be merged one after another in rising order if the bytes are to repeat.
 */
public final class TileLayout {
  private static final int BAND_ROWS = 32;

  private final TileAxis.Placement vertical;
  private final TileAxis.Placement horizontal;

  TileLayout(TileAxis.Placement vertical, TileAxis.Placement horizontal) {
    this.vertical = vertical;
    this.horizontal = horizontal;
  }

  public int count() {
    return vertical.axis().count() * horizontal.axis().count();
  }

  /**
   * The same tiles on a canvas that is larger by a whole factor, for what a network of that factor
   * makes of them.
   */
  public TileLayout enlarged(int factor) {
    return new TileLayout(vertical.enlarged(factor), horizontal.enlarged(factor));
  }

  /** Rows of a tile. */
  public int tileHeight() {
    return vertical.axis().tileLength();
  }

  /** Columns of a tile. */
  public int tileWidth() {
    return horizontal.axis().tileLength();
  }

  /** The canvas row of the tile's first row; negative where the tile is larger than the canvas. */
  public int top(int tile) {
    return vertical.origins()[tile / horizontal.axis().count()];
  }

  /** The canvas column of the tile's first column; negative where the tile is larger. */
  public int left(int tile) {
    return horizontal.origins()[tile % horizontal.axis().count()];
  }

  /**
   * Copies a tile out of the canvas. Where it hangs over, the canvas is continued by reflection.
   *
   * @param canvas channels × canvas height × canvas width
   * @param batch receives channels × tile height × tile width from {@code offset} on
   */
  public void cut(int tile, float[] canvas, int channels, float[] batch, int offset) {
    int height = vertical.axis().length();
    int width = horizontal.axis().length();
    PlanarArrays.requireLength(canvas, channels, height, width);
    int top = top(tile);
    int left = left(tile);
    int inside = Math.max(0, -left);
    int count = Math.min(tileWidth(), width - left) - inside;
    for (int channel = 0; channel < channels; channel++) {
      for (int y = 0; y < tileHeight(); y++) {
        int source = (channel * height + Reflection.index(top + y, height)) * width;
        int target = offset + (channel * tileHeight() + y) * tileWidth();
        System.arraycopy(canvas, source + left + inside, batch, target + inside, count);
        for (int x = 0; x < inside; x++) {
          batch[target + x] = canvas[source + Reflection.index(left + x, width)];
        }
        for (int x = inside + count; x < tileWidth(); x++) {
          batch[target + x] = canvas[source + Reflection.index(left + x, width)];
        }
      }
    }
  }

  /** Merges {@code tiles} tiles, which follow each other in the batch, from {@code first} on. */
  public void mergeAll(int first, int tiles, float[] batch, int channels, float[] canvas) {
    for (int k = 0; k < tiles; k++) {
      merge(first + k, batch, k * channels * tileHeight() * tileWidth(), channels, canvas);
    }
  }

  /**
   * Adds a tile, weighted, to the canvas, which starts as zeros. What hangs over is dropped.
   *
   * @param batch holds channels × tile height × tile width from {@code offset} on
   * @param canvas channels × canvas height × canvas width
   */
  public void merge(int tile, float[] batch, int offset, int channels, float[] canvas) {
    int height = vertical.axis().length();
    int width = horizontal.axis().length();
    PlanarArrays.requireLength(canvas, channels, height, width);
    int top = top(tile);
    int left = left(tile);
    float[] rowWeights = vertical.weights()[tile / horizontal.axis().count()];
    float[] columnWeights = horizontal.weights()[tile % horizontal.axis().count()];
    int firstRow = Math.max(0, -top);
    int rows = Math.min(tileHeight(), height - top) - firstRow;
    int firstColumn = Math.max(0, -left);
    int endColumn = Math.min(tileWidth(), width - left);
    Bands.run(
        channels * rows,
        BAND_ROWS,
        (from, to) -> {
          for (int line = from; line < to; line++) {
            int channel = line / rows;
            int y = firstRow + line % rows;
            int source = offset + (channel * tileHeight() + y) * tileWidth();
            int target = (channel * height + top + y) * width + left;
            for (int x = firstColumn; x < endColumn; x++) {
              canvas[target + x] += rowWeights[y] * columnWeights[x] * batch[source + x];
            }
          }
        });
  }
}
