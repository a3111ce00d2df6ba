package io.diffsr.onnx;

import static io.diffsr.onnx.OnnxNetwork.FLOAT_TYPES;
import static io.diffsr.onnx.OnnxNetwork.PICTURE_RANK;
import static io.diffsr.onnx.OnnxNetwork.invalid;
import static io.diffsr.onnx.OnnxNetwork.requireType;
import static io.diffsr.onnx.OnnxNetwork.tensor;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.diffsr.model.PictureNetwork;
import java.util.Map;

/**
 * A network whose only input is a picture: batch of 1, red, green and blue or luma alone, rows,
 * columns.
 */
final class OnnxPictureNetwork implements PictureNetwork {
  private static final int COLOURS = 3;

  private final OnnxNetwork network;
  private final NodeInfo picture;
  private final NodeInfo output;

  /**
   * @throws io.diffsr.model.ModelException of kind {@code INVALID} where it is another network
   */
  OnnxPictureNetwork(OnnxNetwork network) {
    this.network = network;
    picture = network.input(rank -> rank == PICTURE_RANK, "input of rank 4");
    output = network.output(rank -> rank == PICTURE_RANK, "output of rank 4");
    if (network.inputCount() != 1) {
      throw invalid("it has %d inputs; a picture is given".formatted(network.inputCount()));
    }
    requireType(picture, FLOAT_TYPES);
    requireType(output, FLOAT_TYPES);
    if (channels() != 1) {
      requireColours();
    }
    if (tensor(picture).getShape()[0] > 1) {
      throw invalid(
          "it takes batches of %d only; export it with a batch of 1 or any"
              .formatted(tensor(picture).getShape()[0]));
    }
  }

  /** 1 where it takes luma alone, else 3. */
  int channels() {
    return tensor(picture).getShape()[1] == 1 ? 1 : COLOURS;
  }

  /**
   * @throws io.diffsr.model.ModelException of kind {@code INVALID} where it takes anything but red,
   *     green and blue
   */
  void requireColours() {
    OnnxNetwork.requireLength(picture, 1, COLOURS, "picture");
  }

  /** Rows and columns that the network insists on; not positive where it takes any. */
  long[] fixedSize() {
    long[] shape = tensor(picture).getShape();
    return new long[] {shape[2], shape[3]};
  }

  @Override
  public float[] apply(float[] values, int height, int width) {
    long[] shape = {1, channels(), height, width};
    try (OnnxTensor given = network.floats(values, shape, picture)) {
      return network.run(Map.of(picture.getName(), given), output);
    } catch (OrtException e) {
      throw OnnxNetwork.failed(e);
    }
  }
}
