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
  private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private final PictureNetwork network;
  private final Shape shape;
  private final int height;
  private final int width;
  private final Tiling tiling;

  /**
   * What a network makes of a picture.
   *
   * @param channels of the picture
   * @param answered channels of the answer
   * @param scale of the answer
   */
  public record Shape(int channels, int answered, int scale) {}

  /**
   * @param height of the picture
   * @param width of the picture
   * @throws UpscaleException of code {@code PICTURE_TOO_LARGE} where the answer could not be held
   */
  public TiledNetwork(
      PictureNetwork network, Shape shape, NetworkTile tile, int height, int width) {
    this.network = network;
    this.shape = shape;
    this.height = height;
    this.width = width;
    this.tiling = tile.tiling(height, width);
    double values = (double) shape.answered() * shape.scale() * height * shape.scale() * width;
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
   * @param picture channels × height × width, in the network's range
   * @return answered × (scale · height) × (scale · width)
   */
  public float[] apply(float[] picture, RunContext context) {
    // Asked once only, so that seams need not wander: the places are the same for every job.
    TileLayout layout = tiling.layout(0, 0);
    TileLayout answers = layout.enlarged(shape.scale());
    float[] canvas = new float[shape.answered() * shape.scale() * height * shape.scale() * width];
    float[] tile = new float[shape.channels() * layout.tileHeight() * layout.tileWidth()];
    for (int k = 0; k < layout.count(); k++) {
      context.cancellation().requireNone();
      layout.cut(k, picture, shape.channels(), tile, 0);
      float[] answer =
          context.report().call(() -> network.apply(tile, layout.tileHeight(), layout.tileWidth()));
      NetworkAnswer.requireFinite(answer);
      answers.merge(k, answer, 0, shape.answered(), canvas);
      context.report().called(1);
    }
    return canvas;
  }
}
