package io.diffsr.tiling;

import io.diffsr.noise.Philox;
import java.util.Arrays;

/**
 * Tiles along one axis.
 *
 * @param length canvas length in pixels
 * @param tileLength tile length in pixels
 * @param count number of tiles
 * @param minimumOverlap least overlap of neighbours in pixels
 */
record TileAxis(int length, int tileLength, int count, int minimumOverlap) {
  /** The noise field's draws are never negative, so that jitter and noise share no counter. */
  private static final int JITTER_DRAW = -1;

  static TileAxis of(int length, int tileSize, int sizeMultiple, int minimumOverlap) {
    if (length <= tileSize) {
      int rounded = (length + sizeMultiple - 1) / sizeMultiple * sizeMultiple;
      return new TileAxis(length, rounded, 1, minimumOverlap);
    }
    int stride = tileSize - minimumOverlap;
    int count = (length - minimumOverlap + stride - 1) / stride;
    return new TileAxis(length, tileSize, count, minimumOverlap);
  }

  /**
   * As few tiles as the largest allows, all of the same length and no longer than they need be to
   * overlap by the minimum and to move.
   */
  static TileAxis fitted(
      int length, int largestTile, int sizeMultiple, int minimumOverlap, int movement) {
    if (length <= largestTile) {
      return of(length, largestTile, sizeMultiple, minimumOverlap);
    }
    int count = of(length, largestTile, sizeMultiple, minimumOverlap).count();
    int shared = (count - 1) * (minimumOverlap + movement);
    int needed = (length + shared + count - 1) / count;
    int rounded = (needed + sizeMultiple - 1) / sizeMultiple * sizeMultiple;
    return new TileAxis(length, Math.min(rounded, largestTile), count, minimumOverlap);
  }

  /** Places the tiles: what the tiles overlap beyond the minimum is split at random. */
  Placement place(Philox generator, int step, int axis) {
    int[] origins = new int[count];
    if (count == 1) {
      origins[0] = -((tileLength - length) / 2);
      return new Placement(this, origins, weights(origins));
    }
    int stride = tileLength - minimumOverlap;
    int spare = (count - 1) * stride + tileLength - length;
    int[] shifts = new int[count];
    int[] words = new int[4];
    for (int k = 1; k < count - 1; k++) {
      generator.generate(k, axis, step, JITTER_DRAW, words);
      shifts[k] = (int) (((words[0] & 0xFFFFFFFFL) * (spare + 1)) >>> Integer.SIZE);
    }
    shifts[count - 1] = spare;
    // Sorted, so that no two neighbours overlap by less than the minimum.
    Arrays.sort(shifts);
    for (int k = 0; k < count; k++) {
      origins[k] = k * stride - shifts[k];
    }
    return new Placement(this, origins, weights(origins));
  }

  /** Raised-cosine windows, strictly positive, scaled so that they sum to 1 at every pixel. */
  private float[][] weights(int[] origins) {
    double[] window = new double[tileLength];
    for (int i = 0; i < tileLength; i++) {
      double sine = StrictMath.sin(Math.PI * (i + 0.5) / tileLength);
      window[i] = sine * sine;
    }
    double[] sums = new double[length];
    for (int origin : origins) {
      for (int i = Math.max(0, -origin); i < tileLength && origin + i < length; i++) {
        sums[origin + i] += window[i];
      }
    }
    float[][] weights = new float[origins.length][tileLength];
    for (int k = 0; k < origins.length; k++) {
      for (int i = Math.max(0, -origins[k]); i < tileLength && origins[k] + i < length; i++) {
        weights[k][i] = (float) (window[i] / sums[origins[k] + i]);
      }
    }
    return weights;
  }

  /**
   * Tiles with their places.
   *
   * @param axis what is placed
   * @param origins where each tile starts; negative where it hangs over the canvas's start
   * @param weights per tile and pixel of it, the share of the tile in the canvas; 0 outside
   */
  @SuppressWarnings("ArrayRecordComponent") // Made once per step and never compared.
  record Placement(TileAxis axis, int[] origins, float[][] weights) {
    /** All lengths and places times a whole factor. */
    Placement enlarged(int factor) {
      TileAxis larger =
          new TileAxis(
              Math.multiplyExact(factor, axis.length),
              Math.multiplyExact(factor, axis.tileLength),
              axis.count,
              Math.multiplyExact(factor, axis.minimumOverlap));
      int[] places = Arrays.stream(origins).map(origin -> factor * origin).toArray();
      return new Placement(larger, places, larger.weights(places));
    }
  }
}
