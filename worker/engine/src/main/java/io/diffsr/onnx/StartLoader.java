package io.diffsr.onnx;

import io.diffsr.field.RecoverableFieldCalibration;
import io.diffsr.field.ScaleTable;
import io.diffsr.model.ModelException;
import io.diffsr.model.ResidualNetwork;
import io.diffsr.model.ResidualNetworkBuilder;
import io.diffsr.model.StartNetworks;
import io.diffsr.request.UpscaleRules;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loads what a model brings with it to start from: a network that answers with both starts, or one
 * for each, and start.json.
 */
final class StartLoader {
  private static final String FILE = "start.json";
  private static final String START = "start";
  private static final String BOTH = "start";
  private static final String MEAN = "predictor";
  private static final String TEXTURED = "texture";
  private static final String FIDELITY = "fidelity";
  private static final String JPEG_FIDELITY = "jpeg_fidelity";
  private static final String SCALES = "scales";
  private static final String VALUES = "values";
  private static final double USUAL_SMALLEST_FACTOR = 1;
  private static final double USUAL_LARGEST_FACTOR = 8;

  private final NetworkLoader networks;
  private final int batch;

  /**
   * @param batch of tiles that suits the device, as found out with the model's denoiser
   */
  StartLoader(NetworkLoader networks, int batch) {
    this.networks = networks;
    this.batch = batch;
  }

  /**
   * The starts of a model, warm.
   *
   * @throws ModelException of kind {@code INVALID}
   */
  StartNetworks load(ModelFolder folder) {
    StartNetworks found = networks(folder);
    if (!Files.exists(folder.path().resolve(FILE))) {
      return found;
    }
    Map<String, Object> json = folder.read(FILE);
    for (String field : json.keySet()) {
      if (!Set.of(START, FIDELITY, JPEG_FIDELITY).contains(field)) {
        throw invalid("%s: the field %s is not known".formatted(FILE, field));
      }
    }
    ScaleTable fidelity = fidelity(json, FIDELITY, found.fidelity());
    return new StartNetworks(
        found.mean(),
        found.textured(),
        start(json, found),
        fidelity,
        fidelity(json, JPEG_FIDELITY, fidelity));
  }

  private StartNetworks networks(ModelFolder folder) {
    ResidualNetwork mean = network(folder, MEAN, ResidualNetwork.Answer.WHOLE);
    ResidualNetwork textured = network(folder, TEXTURED, ResidualNetwork.Answer.WHOLE);
    ResidualNetwork both = network(folder, BOTH, ResidualNetwork.Answer.TEXTURED);
    if (both == null) {
      return StartNetworks.of(mean, textured);
    }
    if (textured != null) {
      throw invalid("%s and %s both answer with a textured picture".formatted(BOTH, TEXTURED));
    }
    return StartNetworks.of(
        mean != null
            ? mean
            : ResidualNetworkBuilder.builder(both)
                .answer(ResidualNetwork.Answer.MEAN)
                .calibration(field(folder, BOTH + "/mean"))
                .build(),
        ResidualNetworkBuilder.builder(both)
            .calibration(field(folder, BOTH + "/textured"))
            .build());
  }

  private static @Nullable RecoverableFieldCalibration field(ModelFolder folder, String name) {
    return folder.calibration(name + "/").orElse(null);
  }

  private static String start(Map<String, Object> json, StartNetworks found) {
    Object start = json.getOrDefault(START, found.start());
    if (!(start instanceof String name) || name.equals(UpscaleRules.AUTO)) {
      throw invalid("%s: start is %s, which names no start".formatted(FILE, start));
    }
    if (name.equals(UpscaleRules.PREDICTOR) && found.mean() == null && found.textured() == null) {
      throw invalid(
          FILE
              + ": start is predictor, and there is no start/model.onnx, and no predictor/model.onnx");
    }
    return name;
  }

  /** One number, or lists of scales and of the numbers there. */
  private static ScaleTable fidelity(Map<String, Object> json, String field, ScaleTable otherwise) {
    Object fidelity = json.get(field);
    if (fidelity == null) {
      return otherwise;
    }
    try {
      ScaleTable table =
          fidelity instanceof Map<?, ?> lists
              ? new ScaleTable(numbers(lists.get(SCALES)), numbers(lists.get(VALUES)))
              : ScaleTable.constant(numbers(List.of(fidelity)).get(0));
      if (table.values().stream().allMatch(value -> value >= 0 && value <= 1)) {
        return table;
      }
    } catch (IllegalArgumentException e) {
      throw invalid("%s: %s: %s".formatted(FILE, field, e.getMessage()));
    }
    throw invalid("%s: %s is %s instead of numbers in 0..1".formatted(FILE, field, fidelity));
  }

  private static List<Double> numbers(@Nullable Object list) {
    List<Double> numbers = new ArrayList<>();
    for (Object each : list instanceof List<?> all ? all : List.of()) {
      if (!(each instanceof Number number)) {
        throw new IllegalArgumentException(each + " is no number in 0..1");
      }
      numbers.add(number.doubleValue());
    }
    return numbers;
  }

  private @Nullable ResidualNetwork network(
      ModelFolder folder, String name, ResidualNetwork.Answer answer) {
    Optional<NetworkFolder> found = folder.start(name);
    if (found.isEmpty()) {
      return null;
    }
    try {
      NetworkFolder files = found.get();
      NetworkLoader.Loaded loaded = networks.load(files, DenoiserInput.UNCONDITIONAL, batch);
      if (loaded.outputChannels() != answer.channels()) {
        throw invalid(
            "its network answers with %d channels instead of %d"
                .formatted(loaded.outputChannels(), answer.channels()));
      }
      double smallest = files.number("smallest_factor", USUAL_SMALLEST_FACTOR);
      return new ResidualNetwork(
          loaded.denoiser(),
          answer,
          files.number("residual_scale", 1),
          smallest,
          Math.max(smallest, files.number("largest_factor", USUAL_LARGEST_FACTOR)),
          loaded.tile(),
          loaded.weights(),
          field(folder, name));
    } catch (ModelException e) {
      throw new ModelException(e.kind(), "%s: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static ModelException invalid(String message) {
    return new ModelException(ModelException.Kind.INVALID, message);
  }
}
