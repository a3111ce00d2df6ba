package io.diffsr.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import io.diffsr.model.ModelException;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** An ONNX file, loaded: its inputs and outputs by rank or name, and calls of it. */
final class OnnxNetwork implements AutoCloseable {
  /** Rank of pictures and feature maps, NCHW. */
  static final int PICTURE_RANK = 4;

  static final Set<OnnxJavaType> FLOAT_TYPES = Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16);

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Collection<NodeInfo> inputs;
  private final Collection<NodeInfo> outputs;

  private OnnxNetwork(OrtEnvironment environment, OrtSession session) throws OrtException {
    this.environment = environment;
    this.session = session;
    inputs = session.getInputInfo().values();
    outputs = session.getOutputInfo().values();
  }

  /**
   * Loads a network.
   *
   * @param threads of one call on the CPU, at least 1
   * @throws ModelException of kind {@code INVALID}
   */
  static OnnxNetwork open(Path file, ExecutionProvider provider, int threads) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      provider.addTo(options);
      return new OnnxNetwork(environment, environment.createSession(file.toString(), options));
    } catch (OrtException e) {
      throw new ModelException(
          ModelException.Kind.INVALID,
          "ONNX Runtime cannot load the network: " + e.getMessage(),
          e);
    }
  }

  OrtEnvironment environment() {
    return environment;
  }

  int inputCount() {
    return inputs.size();
  }

  /** The only input of some rank. */
  NodeInfo input(Predicate<Integer> rank, String description) {
    return single(inputs, rank, description);
  }

  /** The input of this name, or one that the exporter may have left out. */
  List<NodeInfo> inputsNamed(String name) {
    return inputs.stream()
        .filter(node -> node.getInfo() instanceof TensorInfo && node.getName().equals(name))
        .toList();
  }

  /** The only output of some rank. */
  NodeInfo output(Predicate<Integer> rank, String description) {
    return single(outputs, rank, description);
  }

  private static NodeInfo single(
      Collection<NodeInfo> nodes, Predicate<Integer> rank, String description) {
    List<NodeInfo> found =
        nodes.stream()
            .filter(node -> node.getInfo() instanceof TensorInfo)
            .filter(node -> rank.test(tensor(node).getShape().length))
            .toList();
    if (found.size() != 1) {
      throw invalid("it has %d times an %s instead of once".formatted(found.size(), description));
    }
    return found.get(0);
  }

  /** Type and shape of an input or output. */
  static TensorInfo tensor(NodeInfo node) {
    return (TensorInfo) node.getInfo();
  }

  static void requireType(NodeInfo node, Set<OnnxJavaType> allowed) {
    if (!allowed.contains(tensor(node).type)) {
      throw invalid("'%s' is of type %s".formatted(node.getName(), tensor(node).type));
    }
  }

  /** Refuses an axis of fixed length other than this. */
  static void requireLength(NodeInfo node, int axis, int length, String what) {
    long declared = tensor(node).getShape()[axis];
    if (declared > 0 && declared != length) {
      throw invalid("its %s has %d channels instead of %d".formatted(what, declared, length));
    }
  }

  static ModelException invalid(String message) {
    return new ModelException(ModelException.Kind.INVALID, "the network does not fit: " + message);
  }

  /** A tensor for an input, in the precision that it wants. */
  OnnxTensor floats(float[] values, long[] shape, NodeInfo input) throws OrtException {
    FloatBuffer buffer = FloatBuffer.wrap(values);
    if (tensor(input).type == OnnxJavaType.FLOAT16) {
      ShortBuffer half = Fp16Conversions.convertFloatBufferToFp16Buffer(buffer);
      return OnnxTensor.createTensor(environment, half, shape, OnnxJavaType.FLOAT16);
    }
    return OnnxTensor.createTensor(environment, buffer, shape);
  }

  /** One call; answers the output's values in a new array. */
  float[] run(Map<String, OnnxTensor> given, NodeInfo output) throws OrtException {
    try (OrtSession.Result result = session.run(given, Set.of(output.getName()))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] copy = new float[values.remaining()];
      values.get(copy);
      return copy;
    }
  }

  /** What a call that did not come through is reported as. */
  static ModelException failed(OrtException cause) {
    return new ModelException(
        ModelException.Kind.FAILED, "a network call failed: " + cause.getMessage(), cause);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime did not let go of a network", e);
    }
  }
}
