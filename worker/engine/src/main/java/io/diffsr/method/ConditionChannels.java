package io.diffsr.method;

import io.diffsr.tiling.TileLayout;

/**
 * A picture that a network takes beside the canvas, as further channels.
 *
 * @param picture 3 × height × width of the canvas
 * @param first whether its channels come before those of the canvas
 */
@SuppressWarnings("ArrayRecordComponent") // Arrays: not compared by value.
public record ConditionChannels(float[] picture, boolean first) {
  private static final int CHANNELS = 3;

  /**
   * Tiles of the canvas with the same tiles of this picture.
   *
   * @param from number of the first tile
   * @param samples batch × 3 × tile height × tile width
   * @return batch × 6 × tile height × tile width
   */
  float[] beside(TileLayout layout, int from, int batch, float[] samples) {
    int values = CHANNELS * layout.tileHeight() * layout.tileWidth();
    float[] joined = new float[2 * samples.length];
    for (int k = 0; k < batch; k++) {
      int start = 2 * k * values;
      System.arraycopy(samples, k * values, joined, first ? start + values : start, values);
      layout.cut(from + k, picture, CHANNELS, joined, first ? start : start + values);
    }
    return joined;
  }
}
