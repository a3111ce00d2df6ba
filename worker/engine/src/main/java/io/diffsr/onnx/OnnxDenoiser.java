package io.diffsr.onnx;

import static io.diffsr.onnx.OnnxNetwork.FLOAT_TYPES;
import static io.diffsr.onnx.OnnxNetwork.PICTURE_RANK;
import static io.diffsr.onnx.OnnxNetwork.invalid;
import static io.diffsr.onnx.OnnxNetwork.requireType;
import static io.diffsr.onnx.OnnxNetwork.tensor;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.diffsr.diffusion.Denoiser;
import io.diffsr.model.ModelException;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;

/**
 * A denoiser whose network is an ONNX file. Inputs are known by their rank: 4 is the sample (NCHW),
 * 0 or 1 the timestep, in any of the types that exporters use. What it gets in place of the
 * timestep may be of rank 2 (batch × 1) as well.
 */
final class OnnxDenoiser implements Denoiser, AutoCloseable {
  private static final Set<OnnxJavaType> TIMESTEP_TYPES =
      Set.of(OnnxJavaType.INT64, OnnxJavaType.INT32, OnnxJavaType.FLOAT, OnnxJavaType.FLOAT16);

  private final OnnxNetwork network;
  private final DenoiserInput input;
  private final NodeInfo sample;
  private final NodeInfo timestep;
  private final NodeInfo output;

  private OnnxDenoiser(OnnxNetwork network, DenoiserInput input) {
    this.network = network;
    this.input = input;
    sample = network.input(rank -> rank == PICTURE_RANK, "input of rank 4");
    timestep =
        input.noiseLevel() == null
            ? network.input(rank -> rank <= 1, "input of rank 0 or 1")
            : network.input(rank -> rank <= 2, "input of rank 0 to 2");
    output = network.output(rank -> rank == PICTURE_RANK, "rank 4 output");
    if (network.inputCount() != 2) {
      throw invalid(
          "it has %d inputs; a sample and a timestep are given".formatted(network.inputCount()));
    }
    requireType(sample, FLOAT_TYPES);
    requireType(timestep, input.noiseLevel() == null ? TIMESTEP_TYPES : FLOAT_TYPES);
    requireType(output, FLOAT_TYPES);
    OnnxNetwork.requireLength(sample, 1, input.channels(), "sample");
  }

  /**
   * Loads the network of an unconditional model.
   *
   * @param threads of one call on the CPU, at least 1
   * @throws ModelException of kind {@code INVALID}
   */
  static OnnxDenoiser open(Path file, ExecutionProvider provider, int threads) {
    OnnxNetwork network = OnnxNetwork.open(file, provider, threads);
    try {
      return of(network, DenoiserInput.UNCONDITIONAL);
    } catch (ModelException e) {
      network.close();
      throw e;
    }
  }

  /**
   * Takes a network for a denoiser.
   *
   * @throws ModelException of kind {@code INVALID}
   */
  static OnnxDenoiser of(OnnxNetwork network, DenoiserInput input) {
    return new OnnxDenoiser(network, input);
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
    long[] shape = {batch, input.channels(), height, width};
    IntToDoubleFunction noiseLevel = input.noiseLevel();
    try (OnnxTensor sampleTensor = network.floats(samples, shape, sample);
        OnnxTensor timestepTensor =
            noiseLevel == null
                ? timestepTensor(at, batch)
                : levelTensor((float) noiseLevel.applyAsDouble(at), batch)) {
      return network.run(
          Map.of(sample.getName(), sampleTensor, timestep.getName(), timestepTensor), output);
    } catch (OrtException e) {
      throw OnnxNetwork.failed(e);
    }
  }

  private OnnxTensor timestepTensor(int at, int batch) throws OrtException {
    long[] declared = tensor(timestep).getShape();
    // A vector of one is broadcast by every exporter's network; a fixed longer one is not.
    int length = declared.length == 0 ? 1 : declared[0] > 1 ? batch : 1;
    long[] shape = declared.length == 0 ? new long[0] : new long[] {length};
    return switch (tensor(timestep).type) {
      case INT64 -> {
        LongBuffer values = LongBuffer.allocate(length);
        Arrays.fill(values.array(), at);
        yield OnnxTensor.createTensor(network.environment(), values, shape);
      }
      case INT32 -> {
        IntBuffer values = IntBuffer.allocate(length);
        Arrays.fill(values.array(), at);
        yield OnnxTensor.createTensor(network.environment(), values, shape);
      }
      default -> {
        float[] values = new float[length];
        Arrays.fill(values, at);
        yield network.floats(values, shape, timestep);
      }
    };
  }

  private OnnxTensor levelTensor(float level, int batch) throws OrtException {
    long[] declared = tensor(timestep).getShape();
    long[] shape = new long[declared.length];
    Arrays.fill(shape, 1);
    if (shape.length > 0 && declared[0] != 1) {
      // Networks that reshape by the batch are not content with a single level.
      shape[0] = batch;
    }
    float[] values = new float[shape.length == 0 ? 1 : (int) shape[0]];
    Arrays.fill(values, level);
    return network.floats(values, shape, timestep);
  }

  @Override
  public void close() {
    network.close();
  }
}
