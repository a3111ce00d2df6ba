package io.diffsr.method;

import io.diffsr.job.ErrorCode;
import io.diffsr.model.NetworkTile;
import io.diffsr.model.PictureNetwork;
import io.diffsr.run.RunContext;
import io.diffsr.run.UpscaleException;
import io.diffsr.tiling.TileLayout;
import io.diffsr.tiling.Tiling;

/**
 * A network over a picture of any size: once over overlapping tiles, whose answers are merged with
 * smooth windows.
 */
public final class TiledNetwork {
  private static final int CHANNELS = 3;

  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final PictureNetwork network;
  private final int channels;
  private final int scale;
  private final int height;
  private final int width;
  private final Tiling tiling;

  /**
   * @param channels of the answer
   * @param scale of the answer
   * @param height of the picture
   * @param width of the picture
   * @throws UpscaleException of code {@code PICTURE_TOO_LARGE} where the answer could not be held
   */
  public TiledNetwork(
      PictureNetwork network, int channels, int scale, NetworkTile tile, int height, int width) {
    this.network = network;
    this.channels = channels;
    this.scale = scale;
    this.height = height;
    this.width = width;
    this.tiling = tile.tiling(height, width);
    double values = (double) channels * scale * height * scale * width;
    if (values > LARGEST_ARRAY) {
      throw new UpscaleException(
          ErrorCode.PICTURE_TOO_LARGE,
          "the network would make %.3g values of %d × %d pixels, more than can be held"
              .formatted(values, width, height));
    }
  }

  public int tiles() {
    return tiling.count();
  }

  /**
   * The network's answer for the whole picture.
   *
   * @param picture 3 × height × width, in the network's range
   * @return channels × (scale · height) × (scale · width)
   */
  public float[] apply(float[] picture, RunContext context) {
    // Asked once only, so that seams need not wander: the places are the same for every job.
    TileLayout layout = tiling.layout(0, 0);
    TileLayout answers = layout.enlarged(scale);
    float[] canvas = new float[channels * scale * height * scale * width];
    float[] tile = new float[CHANNELS * layout.tileHeight() * layout.tileWidth()];
    for (int k = 0; k < layout.count(); k++) {
      context.cancellation().requireNone();
      layout.cut(k, picture, CHANNELS, tile, 0);
      float[] answer =
          context.report().call(() -> network.apply(tile, layout.tileHeight(), layout.tileWidth()));
      NetworkAnswer.requireFinite(answer);
      answers.merge(k, answer, 0, channels, canvas);
      context.report().called(1);
    }
    return canvas;
  }
}
