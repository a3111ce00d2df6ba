package io.diffsr.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.platform.Fp16Conversions;
import io.diffsr.diffusion.Denoiser;
import io.diffsr.diffusion.ModelException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A denoiser whose network is an ONNX file. Inputs are known by their rank: 4 is the sample (NCHW),
 * 0 or 1 the timestep, in any of the types that exporters use.
 */
final class OnnxDenoiser implements Denoiser, AutoCloseable {
  private static final int SAMPLE_RANK = 4;
  private static final int CHANNELS = 3;
  private static final Set<OnnxJavaType> SAMPLE_TYPES =
      Set.of(OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16);
  private static final Set<OnnxJavaType> TIMESTEP_TYPES =
      Set.of(OnnxJavaType.INT64, OnnxJavaType.INT32, OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16);

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final NodeInfo sample;
  private final NodeInfo timestep;
  private final NodeInfo output;

  private OnnxDenoiser(OrtEnvironment environment, OrtSession session) throws OrtException {
    this.environment = environment;
    this.session = session;
    Collection<NodeInfo> inputs = session.getInputInfo().values();
    sample = single(inputs, rank -> rank == SAMPLE_RANK, "input of rank 4");
    timestep = single(inputs, rank -> rank <= 1, "input of rank 0 or 1");
    output = single(session.getOutputInfo().values(), rank -> rank == SAMPLE_RANK, "rank 4 output");
    if (inputs.size() != 2) {
      throw invalid("it has %d inputs; a sample and a timestep are given".formatted(inputs.size()));
    }
    requireType(sample, SAMPLE_TYPES);
    requireType(timestep, TIMESTEP_TYPES);
    requireType(output, SAMPLE_TYPES);
    long channels = tensor(sample).getShape()[1];
    if (channels > 0 && channels != CHANNELS) {
      throw invalid("its sample has %d channels instead of 3".formatted(channels));
    }
  }

  /**
   * Loads a network.
   *
   * @param threads of one call on the CPU; 0 takes all cores
   * @throws ModelException of kind {@code INVALID}
   */
  static OnnxDenoiser open(Path file, ExecutionProvider provider, int threads) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      provider.addTo(options);
      OrtSession session = environment.createSession(file.toString(), options);
      try {
        return new OnnxDenoiser(environment, session);
      } catch (ModelException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new ModelException(
          ModelException.Kind.INVALID,
          "ONNX Runtime cannot load the network: " + e.getMessage(),
          e);
    }
  }

  /** Rows and columns that the network insists on; not positive where it takes any. */
  long[] fixedSize() {
    long[] shape = tensor(sample).getShape();
    return new long[] {shape[2], shape[3]};
  }

  /** Batch size that the network insists on; not positive where it takes any. */
  long fixedBatch() {
    return tensor(sample).getShape()[0];
  }

  @Override
  public float[] predict(float[] samples, int batch, int height, int width, int at) {
    long[] shape = {batch, CHANNELS, height, width};
    try (OnnxTensor sampleTensor = floats(samples, shape, tensor(sample).type);
        OnnxTensor timestepTensor = timestepTensor(at, batch);
        OrtSession.Result result =
            session.run(
                Map.of(sample.getName(), sampleTensor, timestep.getName(), timestepTensor),
                Set.of(output.getName()))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      float[] copy = new float[values.remaining()];
      values.get(copy);
      return copy;
    } catch (OrtException e) {
      throw new ModelException(
          ModelException.Kind.FAILED, "a network call failed: " + e.getMessage(), e);
    }
  }

  private OnnxTensor timestepTensor(int at, int batch) throws OrtException {
    TensorInfo info = tensor(timestep);
    long[] declared = info.getShape();
    // A vector of one is broadcast by every exporter's network; a fixed longer one is not.
    int length = declared.length == 0 ? 1 : declared[0] > 1 ? batch : 1;
    long[] shape = declared.length == 0 ? new long[0] : new long[] {length};
    return switch (info.type) {
      case INT64 -> {
        LongBuffer values = LongBuffer.allocate(length);
        Arrays.fill(values.array(), at);
        yield OnnxTensor.createTensor(environment, values, shape);
      }
      case INT32 -> {
        IntBuffer values = IntBuffer.allocate(length);
        Arrays.fill(values.array(), at);
        yield OnnxTensor.createTensor(environment, values, shape);
      }
      default -> {
        float[] values = new float[length];
        Arrays.fill(values, at);
        yield floats(values, shape, info.type);
      }
    };
  }

  private OnnxTensor floats(float[] values, long[] shape, OnnxJavaType type) throws OrtException {
    FloatBuffer buffer = FloatBuffer.wrap(values);
    if (type == OnnxJavaType.FLOAT16) {
      ShortBuffer half = Fp16Conversions.convertFloatBufferToFp16Buffer(buffer);
      return OnnxTensor.createTensor(environment, half, shape, OnnxJavaType.FLOAT16);
    }
    return OnnxTensor.createTensor(environment, buffer, shape);
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

  private static void requireType(NodeInfo node, Set<OnnxJavaType> allowed) {
    if (!allowed.contains(tensor(node).type)) {
      throw invalid("'%s' is of type %s".formatted(node.getName(), tensor(node).type));
    }
  }

  private static TensorInfo tensor(NodeInfo node) {
    return (TensorInfo) node.getInfo();
  }

  private static ModelException invalid(String message) {
    return new ModelException(ModelException.Kind.INVALID, "the network does not fit: " + message);
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
