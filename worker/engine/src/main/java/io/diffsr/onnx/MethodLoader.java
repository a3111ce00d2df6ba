package io.diffsr.onnx;

import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.model.FeatureUnfolding;
import io.diffsr.model.LiifModel;
import io.diffsr.model.ModelException;
import io.diffsr.model.NetworkMethod;
import io.diffsr.model.NetworkTile;
import io.diffsr.model.RegressionModel;
import io.diffsr.model.SimulatedModel;
import io.diffsr.model.Sr3Model;
import io.diffsr.model.ValueRange;
import io.diffsr.request.UpscaleRules;
import java.time.Duration;
import java.util.Set;

/** Loads folders with a method.json, as docs/models.md describes them. */
final class MethodLoader {
  private static final ValueRange FROM_0_TO_1 = new ValueRange(0, 1);
  private static final ValueRange AROUND_0 = new ValueRange(-1, 1);
  private static final int LARGEST_SCALE = 16;
  private static final int LARGEST_PADDING = 64;
  private static final int USUAL_POINTS = 8192;
  private static final int MOST_POINTS = 1 << 16;
  private static final int CONDITIONED_CHANNELS = 6;
  private static final int MOST_CALLS = 100_000;
  private static final int LONGEST_CALL = 60_000;

  private final NetworkLoader networks;

  MethodLoader(NetworkLoader networks) {
    this.networks = networks;
  }

  /**
   * The method of a folder, warm.
   *
   * @throws ModelException of kind {@code INVALID}
   */
  NetworkMethod load(ModelFolder folder) {
    if (UpscaleRules.METHODS.contains(folder.name())) {
      throw invalid("this is the name of a built-in method; give the folder another");
    }
    MethodFile file = new MethodFile(folder.read(MethodFile.NAME));
    return switch (file.kind()) {
      case REGRESSION -> regression(folder, file);
      case LIIF -> liif(folder, file);
      case SR3 -> sr3(folder, file);
      case SIMULATED -> simulated(folder, file);
    };
  }

  private RegressionModel regression(ModelFolder folder, MethodFile file) {
    file.requireOnly(
        Set.of("scale", "range", "tile_size", "size_multiple", "largest_tile_size", "padding"));
    int scale = file.whole("scale", null, LARGEST_SCALE);
    OnnxPictureNetwork network =
        new OnnxPictureNetwork(networks.open(folder.require("model.onnx")));
    NetworkTile tile = file.tile(network.fixedSize());
    int padding = file.whole("padding", 0, 0, LARGEST_PADDING);
    int edge = tile.edge();
    int channels = network.channels();
    float[] answer = network.apply(new float[channels * edge * edge], edge, edge);
    if (answer.length != (long) channels * scale * edge * scale * edge) {
      throw invalid(
          "its network makes %d values of %d × %d pixels, which is not %d times as large"
              .formatted(answer.length, edge, edge, scale));
    }
    return new RegressionModel(
        folder.name(),
        scale,
        file.range(FROM_0_TO_1),
        tile,
        channels,
        padding,
        networks.provider().wireName(),
        folder.digest(),
        network);
  }

  private LiifModel liif(ModelFolder folder, MethodFile file) {
    file.requireOnly(
        Set.of(
            "range",
            "tile_size",
            "size_multiple",
            "largest_tile_size",
            "unfold",
            "scale_max",
            "points_per_call"));
    FeatureUnfolding unfolding =
        file.named("unfold", FeatureUnfolding.class, FeatureUnfolding.ENCODER);
    double largestScale = file.scale("scale_max", Double.POSITIVE_INFINITY);
    int points = file.whole("points_per_call", USUAL_POINTS, MOST_POINTS);
    OnnxPictureNetwork encoder =
        new OnnxPictureNetwork(networks.open(folder.require("encoder.onnx")));
    encoder.requireColours();
    NetworkTile tile = file.tile(encoder.fixedSize());
    int pixels = tile.edge() * tile.edge();
    int values = encoder.apply(new float[3 * pixels], tile.edge(), tile.edge()).length;
    int channels = values / pixels;
    if (channels == 0 || channels * pixels != values) {
      throw invalid(
          "its encoder makes %d values of %d × %d pixels, which is no map of their size"
              .formatted(values, tile.edge(), tile.edge()));
    }
    OnnxPointQuery query =
        new OnnxPointQuery(networks.open(folder.require("query.onnx")), unfolding, channels);
    int perPoint = unfolding == FeatureUnfolding.QUERY ? 9 * channels : channels;
    query.colours(2, new float[2 * perPoint], new float[4], new float[4]);
    return new LiifModel(
        folder.name(),
        file.range(AROUND_0),
        tile,
        channels,
        unfolding,
        largestScale,
        points,
        networks.provider().wireName(),
        folder.digest(),
        encoder,
        query);
  }

  private Sr3Model sr3(ModelFolder folder, MethodFile file) {
    file.requireOnly(Set.of("conditioning", "channels"));
    NoiseConditioning conditioning =
        file.named("conditioning", NoiseConditioning.class, NoiseConditioning.TIMESTEP);
    ConditionOrder order =
        file.named("channels", ConditionOrder.class, ConditionOrder.CONDITION_FIRST);
    if (!folder.holdsModel()) {
      throw invalid("it has no unet/model.onnx");
    }
    NoiseSchedule schedule = NoiseSchedule.of(folder.scheduler());
    DenoiserInput input =
        new DenoiserInput(
            CONDITIONED_CHANNELS,
            conditioning == NoiseConditioning.TIMESTEP
                ? null
                : t -> Math.sqrt(schedule.alphaCumprod(t)));
    return new Sr3Model(networks.diffusion(folder, input), order == ConditionOrder.CONDITION_FIRST);
  }

  private SimulatedModel simulated(ModelFolder folder, MethodFile file) {
    file.requireOnly(Set.of("calls", "milliseconds_per_call"));
    return new SimulatedModel(
        folder.name(),
        file.whole("calls", 1, MOST_CALLS),
        Duration.ofMillis(file.whole("milliseconds_per_call", null, 0, LONGEST_CALL)),
        networks.provider().wireName(),
        folder.digest());
  }

  private static ModelException invalid(String message) {
    return new ModelException(ModelException.Kind.INVALID, message);
  }
}
