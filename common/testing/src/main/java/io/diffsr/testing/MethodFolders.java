package io.diffsr.testing;

import static io.diffsr.testing.TinyGraph.ANY;
import static io.diffsr.testing.TinyGraph.FLOAT;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes folders of methods whose networks are formulas. */
public final class MethodFolders {
  public static final String METHOD = "method.json";

  private MethodFolders() {}

  /** A network that takes so many calls of so many milliseconds, and computes nothing. */
  public static Path simulated(Path folder, String name, int calls, int milliseconds)
      throws IOException {
    Path model = folder.resolve(name);
    ModelFiles.put(
        model,
        METHOD,
        "{\"kind\": \"simulated\", \"calls\": %d, \"milliseconds_per_call\": %d}"
            .formatted(calls, milliseconds));
    return model;
  }

  /** A network of factor 2 that repeats pixels and adds a constant. */
  public static Path regression(Path folder, String name, String json, float added)
      throws IOException {
    Path model = folder.resolve(name);
    ModelFiles.put(model, METHOD, json);
    ModelFiles.put(model, "model.onnx", twice(added, ANY, ANY));
    return model;
  }

  public static byte[] twice(float added, int height, int width) {
    return new TinyGraph()
        .input("picture", FLOAT, ANY, 3, height, width)
        .constant("scales", new float[] {1, 1, 2, 2}, 4)
        .constant("added", new float[] {added}, 1)
        .node(
            "Resize",
            List.of("picture", "", "scales"),
            "large",
            TinyGraph.attribute("mode", "nearest"),
            TinyGraph.attribute("coordinate_transformation_mode", "asymmetric"),
            TinyGraph.attribute("nearest_mode", "floor"))
        .node("Add", List.of("large", "added"), "y")
        .output("y", FLOAT, ANY, 3, ANY, ANY)
        .file();
  }

  /**
   * A LIIF whose features are the picture and whose query is linear.
   *
   * @param feature what each feature counts, features × 3
   * @param coordinate what each coordinate counts, 2 × 3
   * @param cell what each side of the cell counts, 2 × 3; null for a query without cells
   */
  public static Path liif(
      Path folder, String name, String json, float[] feature, float[] coordinate, float[] cell)
      throws IOException {
    Path model = folder.resolve(name);
    ModelFiles.put(model, METHOD, json);
    ModelFiles.put(model, "encoder.onnx", identity());
    ModelFiles.put(model, "query.onnx", query(feature, coordinate, cell));
    return model;
  }

  private static byte[] identity() {
    return new TinyGraph()
        .input("picture", FLOAT, 1, 3, ANY, ANY)
        .node("Identity", List.of("picture"), "features")
        .output("features", FLOAT, 1, 3, ANY, ANY)
        .file();
  }

  private static byte[] query(float[] feature, float[] coordinate, float[] cell) {
    int features = feature.length / 3;
    TinyGraph graph =
        new TinyGraph()
            .constant("of_feature", feature, features, 3)
            .constant("of_coord", coordinate, 2, 3)
            .input("coord", FLOAT, ANY, 2)
            .node("Flatten", List.of("feature"), "flat")
            .node("MatMul", List.of("flat", "of_feature"), "a")
            .node("MatMul", List.of("coord", "of_coord"), "b");
    if (features == 27) {
      graph.input("feature", FLOAT, ANY, 3, 3, 3);
    } else {
      graph.input("feature", FLOAT, ANY, 3);
    }
    if (cell == null) {
      graph.node("Add", List.of("a", "b"), "rgb");
    } else {
      graph
          .constant("of_cell", cell, 2, 3)
          .input("cell", FLOAT, ANY, 2)
          .node("MatMul", List.of("cell", "of_cell"), "c")
          .node("Sum", List.of("a", "b", "c"), "rgb");
    }
    return graph.output("rgb", FLOAT, ANY, 3).file();
  }

  /**
   * An SR3 model of tiles of 16 pixels that predicts x̂₀ as a weighted sum.
   *
   * @param first weight of the first three of its six channels
   * @param second weight of the last three
   * @param noise weight of what it is told about the noise
   * @param shape of that input
   */
  public static Path sr3(
      Path folder, String name, String json, float first, float second, float noise, int... shape)
      throws IOException {
    float[] weights = new float[3 * 6];
    for (int channel = 0; channel < 3; channel++) {
      weights[channel * 6 + channel] = first;
      weights[channel * 6 + 3 + channel] = second;
    }
    byte[] network =
        new TinyGraph()
            .input("x", FLOAT, ANY, 6, ANY, ANY)
            .input("noise", FLOAT, shape)
            .constant("weights", weights, 3, 6, 1, 1)
            .constant("of_noise", new float[] {noise}, 1)
            .node("Conv", List.of("x", "weights"), "a")
            .node("ReduceMean", List.of("noise"), "level", TinyGraph.attribute("keepdims", 0))
            .node("Mul", List.of("level", "of_noise"), "b")
            .node("Add", List.of("a", "b"), "y")
            .output("y", FLOAT, ANY, 3, ANY, ANY)
            .file();
    Path model = folder.resolve(name);
    ModelFiles.put(model, METHOD, json);
    ModelFiles.put(model, ModelFiles.NETWORK, network);
    ModelFiles.put(model, ModelFiles.CONFIG, "{\"sample_size\": 16, \"size_multiple\": 4}");
    ModelFiles.put(
        model,
        ModelFiles.SCHEDULER,
        """
        {"beta_schedule": "scaled_linear", "prediction_type": "sample", "clip_sample": false}
        """);
    return model;
  }
}
