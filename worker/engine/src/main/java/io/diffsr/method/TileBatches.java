package io.diffsr.method;

import io.diffsr.model.NetworkTile;
import io.diffsr.run.RunContext;
import io.diffsr.tiling.TileLayout;
import io.diffsr.tiling.Tiling;

/**
 * Cuts a canvas into tiles and hands them over in batches that suit the device; how many at once
 * changes no byte.
 *
 * @param layout where the tiles lie
 * @param most tiles per batch
 */
public record TileBatches(TileLayout layout, int most) {
  private static final int CHANNELS = 3;

  /** One batch. */
  @FunctionalInterface
  public interface Batch {
    /**
     * Makes the network call and merges its answer.
     *
     * @param first number of the first tile
     * @param count tiles
     * @param samples count × 3 × tile height × tile width
     */
    void accept(int first, int count, float[] samples);
  }

  public static TileBatches of(NetworkTile tile, Tiling tiling, TileLayout layout) {
    return new TileBatches(layout, tile.batch(tiling));
  }

  /**
   * Hands over all tiles in their order, and counts them as network calls.
   *
   * @param canvas 3 × canvas height × canvas width
   * @throws io.diffsr.run.CanceledException when asked to stop
   */
  public void run(float[] canvas, RunContext context, Batch body) {
    int values = CHANNELS * layout.tileHeight() * layout.tileWidth();
    for (int first = 0; first < layout.count(); first += most) {
      context.cancellation().requireNone();
      int count = Math.min(most, layout.count() - first);
      float[] samples = new float[count * values];
      for (int k = 0; k < count; k++) {
        layout.cut(first + k, canvas, CHANNELS, samples, k * values);
      }
      body.accept(first, count, samples);
      context.report().called(count);
    }
  }
}
