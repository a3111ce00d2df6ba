package io.diffsr.onnx;

import static io.diffsr.onnx.OnnxNetwork.FLOAT_TYPES;
import static io.diffsr.onnx.OnnxNetwork.invalid;
import static io.diffsr.onnx.OnnxNetwork.requireType;
import static io.diffsr.onnx.OnnxNetwork.tensor;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.diffsr.model.FeatureUnfolding;
import io.diffsr.model.PointQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network that answers for points. Its inputs are known by their names: {@code feature} (points ×
 * channels, or points × channels × 3 × 3), {@code coord} (points × 2) and, where it decodes cells,
 * {@code cell} (points × 2). Its output is points × 3.
 */
final class OnnxPointQuery implements PointQuery {
  private static final int COLOURS = 3;

  private final OnnxNetwork network;
  private final FeatureUnfolding unfolding;
  private final int channels;
  private final NodeInfo feature;
  private final NodeInfo coordinate;
  private final @Nullable NodeInfo cell;
  private final NodeInfo output;

  /**
   * @param channels of the feature map
   * @throws io.diffsr.model.ModelException of kind {@code INVALID} where it is another network
   */
  OnnxPointQuery(OnnxNetwork network, FeatureUnfolding unfolding, int channels) {
    this.network = network;
    this.unfolding = unfolding;
    this.channels = channels;
    feature = required("feature", unfolding == FeatureUnfolding.QUERY ? 4 : 2);
    coordinate = required("coord", 2);
    List<NodeInfo> cells = network.inputsNamed("cell");
    cell = cells.isEmpty() ? null : required("cell", 2);
    output = network.output(rank -> rank == 2, "output of rank 2");
    requireType(output, FLOAT_TYPES);
    int known = cell == null ? 2 : 3;
    if (network.inputCount() != known) {
      throw invalid(
          "it has %d inputs; feature, coord and cell are given".formatted(network.inputCount()));
    }
    OnnxNetwork.requireLength(feature, 1, channels, "feature");
  }

  private NodeInfo required(String name, int rank) {
    List<NodeInfo> found = network.inputsNamed(name);
    if (found.isEmpty()) {
      throw invalid("it has no input '%s'".formatted(name));
    }
    NodeInfo input = found.get(0);
    requireType(input, FLOAT_TYPES);
    if (tensor(input).getShape().length != rank) {
      throw invalid(
          "'%s' is of rank %d instead of %d"
              .formatted(name, tensor(input).getShape().length, rank));
    }
    return input;
  }

  @Override
  public float[] colours(int points, float[] features, float[] coordinates, float[] cells) {
    long[] featureShape =
        unfolding == FeatureUnfolding.QUERY
            ? new long[] {points, channels, 3, 3}
            : new long[] {points, channels};
    long[] pairs = {points, 2};
    try (OnnxTensor featureTensor = network.floats(features, featureShape, feature);
        OnnxTensor coordinateTensor = network.floats(coordinates, pairs, coordinate);
        OnnxTensor cellTensor = cell == null ? null : network.floats(cells, pairs, cell)) {
      Map<String, OnnxTensor> given = new HashMap<>();
      given.put(feature.getName(), featureTensor);
      given.put(coordinate.getName(), coordinateTensor);
      if (cell != null && cellTensor != null) {
        given.put(cell.getName(), cellTensor);
      }
      float[] colours = network.run(given, output);
      if (colours.length != COLOURS * points) {
        throw invalid("it answers with %d values for %d points".formatted(colours.length, points));
      }
      return colours;
    } catch (OrtException e) {
      throw OnnxNetwork.failed(e);
    }
  }
}
