package io.diffsr.model;

/**
 * A network that enlarges by one whole factor, trained to meet the original (EDSR, ESRGAN, IMDN and
 * their kind).
 *
 * @param name folder name in the model repository
 * @param scale the factor, at least 1
 * @param range of its input and output
 * @param tile of its input
 * @param executionProvider {@code cuda} or {@code cpu}
 * @param network answers with 3 channels at {@code scale}
 */
public record RegressionModel(
    String name,
    int scale,
    ValueRange range,
    NetworkTile tile,
    String executionProvider,
    PictureNetwork network)
    implements NetworkMethod {
  private static final long BYTES_PER_PIXEL = 3L * Float.BYTES;

  /** The network's answer, which is larger than the result where the factor is below its own. */
  @Override
  public NetworkMemory memory() {
    return new NetworkMemory(0, BYTES_PER_PIXEL * scale * scale, 0);
  }
}
