package io.diffsr.model;

import io.soabase.recordbuilder.core.RecordBuilder;

/**
 * A network that enlarges by one whole factor (EDSR, ESRGAN, IMDN and their kind), or cleans a
 * picture at its size.
 *
 * @param name folder name in the model repository
 * @param scale the factor, at least 1
 * @param range of its input and output
 * @param tile of its input
 * @param channels of its input and output: 3, or 1 where it takes luma alone
 * @param padding pixels by which its input is to be continued on all sides, by reflection
 * @param executionProvider {@code cuda} or {@code cpu}
 * @param weights identifies the network: SHA-256 of its files, in hex
 * @param network answers with as many channels at {@code scale}
 */
@RecordBuilder
public record RegressionModel(
    String name,
    int scale,
    ValueRange range,
    NetworkTile tile,
    int channels,
    int padding,
    String executionProvider,
    String weights,
    PictureNetwork network)
    implements NetworkMethod {
  private static final long BYTES_PER_PIXEL = 3L * Float.BYTES;

  /** The network's answer, which is larger than the result where the factor is below its own. */
  @Override
  public NetworkMemory memory() {
    return new NetworkMemory(0, BYTES_PER_PIXEL * scale * scale, 0);
  }
}
