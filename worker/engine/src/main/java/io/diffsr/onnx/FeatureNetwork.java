package io.diffsr.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.diffsr.model.ModelException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;

/**
 * A network that describes a picture by a vector of features, such as InceptionV3 up to its block
 * mixed4: one input of 1 × 3 × edge × edge with RGB in 0..1, one output. Runs on the CPU, so that
 * figures compare between machines.
 */
public final class FeatureNetwork implements AutoCloseable {
  private static final int RANK = 4;
  private static final int CHANNELS = 3;
  private static final int USUAL_EDGE = 299;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;
  private final int edge;

  private FeatureNetwork(OrtEnvironment environment, OrtSession session, String input, int edge) {
    this.environment = environment;
    this.session = session;
    this.input = input;
    this.edge = edge;
  }

  /**
   * Loads a network.
   *
   * @throws ModelException of kind {@code INVALID}
   */
  public static FeatureNetwork open(Path file) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      OrtSession session = environment.createSession(file.toString(), options);
      String name = session.getInputNames().iterator().next();
      boolean single = session.getInputInfo().size() == 1 && session.getOutputInfo().size() == 1;
      NodeInfo node = session.getInputInfo().values().iterator().next();
      long[] shape =
          single && node.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : new long[0];
      if (shape.length != RANK || (shape[1] > 0 && shape[1] != CHANNELS)) {
        session.close();
        throw new ModelException(
            ModelException.Kind.INVALID,
            "%s: a feature network has one input n × 3 × height × width and one output"
                .formatted(file.getFileName()));
      }
      int edge = shape[2] > 0 ? Math.toIntExact(shape[2]) : USUAL_EDGE;
      return new FeatureNetwork(environment, session, name, edge);
    } catch (OrtException e) {
      throw new ModelException(
          ModelException.Kind.INVALID,
          "ONNX Runtime cannot load the feature network: " + e.getMessage(),
          e);
    }
  }

  /** Rows and columns of the pictures it takes. */
  public int edge() {
    return edge;
  }

  /**
   * The features of one picture.
   *
   * @param rgb 3 × edge × edge in 0..1
   * @throws ModelException of kind {@code FAILED}
   */
  public double[] features(float[] rgb) {
    long[] shape = {1, CHANNELS, edge, edge};
    try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(rgb), shape);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      double[] features = new double[values.remaining()];
      for (int i = 0; i < features.length; i++) {
        features[i] = values.get();
      }
      return features;
    } catch (OrtException e) {
      throw new ModelException(
          ModelException.Kind.FAILED, "the feature network failed: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime did not let go of the feature network", e);
    }
  }
}
