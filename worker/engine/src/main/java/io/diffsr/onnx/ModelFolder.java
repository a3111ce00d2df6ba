package io.diffsr.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.diffusion.SchedulerConfig;
import io.diffsr.field.RecoverableFieldCalibration;
import io.diffsr.field.RecoverableFieldJson;
import io.diffsr.model.ModelException;
import io.diffsr.model.NetworkTile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model's files, in the layout of diffusers: {@code unet/model.onnx}, {@code unet/config.json},
 * {@code scheduler/scheduler_config.json}; {@code unet/model.fp16.onnx} may stand beside the first,
 * and {@code recoverable_field.json} beside the folders. A {@code method.json} says that the folder
 * is a method by itself, and what else belongs to it.
 *
 * @param path the folder; its name is the model's
 */
record ModelFolder(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NETWORK = "unet/model.onnx";
  private static final String HALF_PRECISION_NETWORK = "unet/model.fp16.onnx";
  private static final String CALIBRATION = "recoverable_field.json";
  private static final int USUAL_TILE_SIZE = 256;

  /** True where the folder looks like a model at all. */
  boolean holdsModel() {
    return Files.isRegularFile(path.resolve(NETWORK))
        || Files.isRegularFile(path.resolve(HALF_PRECISION_NETWORK));
  }

  /** True where the folder is a method by itself, or would be if it had its method.json. */
  boolean holdsMethod() {
    return Files.exists(path.resolve(MethodFile.NAME))
        || (!holdsModel() && Files.isRegularFile(path.resolve("model.onnx")));
  }

  String name() {
    return String.valueOf(path.getFileName());
  }

  /** SHA-256 of everything in the folder, in hex. */
  String digest() {
    return NetworkDigest.ofAll(path);
  }

  /** The network's file; in half precision for CUDA, where there is one. */
  Path network(ExecutionProvider provider) {
    Path full = path.resolve(NETWORK);
    Path half = path.resolve(HALF_PRECISION_NETWORK);
    boolean preferHalf = provider == ExecutionProvider.CUDA && Files.isRegularFile(half);
    return preferHalf || !Files.isRegularFile(full) ? half : full;
  }

  SchedulerConfig scheduler() {
    return SchedulerConfig.of(read("scheduler/scheduler_config.json"));
  }

  /**
   * What was measured about the model's recoverable field; where nothing was, the defaults at the
   * resolution that its configuration names.
   */
  RecoverableFieldCalibration calibration() {
    if (!Files.exists(path.resolve(CALIBRATION))) {
      return RecoverableFieldCalibration.defaults()
          .forTrainingResolution(sampleSize(read("unet/config.json")));
    }
    try {
      return RecoverableFieldJson.read(read(CALIBRATION));
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          ModelException.Kind.INVALID, "%s: %s".formatted(CALIBRATION, e.getMessage()), e);
    }
  }

  /** What unet/config.json says about sizes. */
  NetworkSize networkSize() {
    Map<String, Object> config = read("unet/config.json");
    int multiple = positive(config, "size_multiple", downsampling(config));
    return NetworkSize.of(sampleSize(config), multiple);
  }

  /**
   * The largest piece that unet/config.json allows by {@code largest_tile_size}, which says that no
   * operation depends on the size of a piece; without it, the size itself.
   */
  int largestTile(NetworkSize size) {
    int largest = positive(read("unet/config.json"), "largest_tile_size", size.tileSize());
    return Math.max(size.tileSize(), largest / size.multiple() * size.multiple());
  }

  /** Diffusers takes a pair of sides as well. */
  private static int sampleSize(Map<String, Object> config) {
    return config.get("sample_size") instanceof List<?> sides
            && sides.size() == 2
            && sides.get(0).equals(sides.get(1))
        ? positive(Map.of("sample_size", sides.get(0)), "sample_size", USUAL_TILE_SIZE)
        : positive(config, "sample_size", USUAL_TILE_SIZE);
  }

  /**
   * Sizes that a network takes.
   *
   * @param tileSize the edge it was made for, in pixels
   * @param multiple what every edge must be divisible by
   */
  record NetworkSize(int tileSize, int multiple) {
    /** The largest multiple that is not above the wanted size, or else the multiple itself. */
    static NetworkSize of(int wanted, int multiple) {
      return new NetworkSize(Math.max(multiple, wanted / multiple * multiple), multiple);
    }

    /**
     * This, or the size that a network insists on.
     *
     * @param fixed rows and columns; not positive where the network takes any
     */
    NetworkSize fitting(long[] fixed) {
      if (fixed[0] != fixed[1] && (fixed[0] > 0 || fixed[1] > 0)) {
        throw new ModelException(
            ModelException.Kind.INVALID,
            "its network takes pictures of %d × %d only; tiles are square"
                .formatted(fixed[1], fixed[0]));
      }
      int edge = Math.toIntExact(fixed[0]);
      return edge > 0 ? new NetworkSize(edge, edge) : this;
    }

    NetworkTile tile() {
      return new NetworkTile(tileSize, multiple);
    }
  }

  /** A diffusers UNet halves the picture between its levels. */
  private static int downsampling(Map<String, Object> config) {
    return config.get("block_out_channels") instanceof List<?> levels && levels.size() <= 16
        ? 1 << Math.max(0, levels.size() - 1)
        : 1;
  }

  private static int positive(Map<String, Object> config, String field, int otherwise) {
    Object value = config.get(field);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Integer number && number >= 1) {
      return number;
    }
    throw new ModelException(
        ModelException.Kind.INVALID,
        "unet/config.json: %s is %s instead of a whole number above 0".formatted(field, value));
  }

  /**
   * A file that must be there.
   *
   * @throws ModelException of kind {@code INVALID} where it is not
   */
  Path require(String file) {
    Path found = path.resolve(file);
    if (!Files.isRegularFile(found)) {
      throw new ModelException(ModelException.Kind.INVALID, "it has no " + file);
    }
    return found;
  }

  /** The fields of a JSON file. */
  Map<String, Object> read(String file) {
    try {
      Map<String, Object> content =
          JSON.readValue(Files.readAllBytes(path.resolve(file)), new TypeReference<>() {});
      if (content == null) {
        throw new ModelException(ModelException.Kind.INVALID, file + " holds null");
      }
      return content;
    } catch (JsonProcessingException e) {
      throw new ModelException(
          ModelException.Kind.INVALID, file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new ModelException(ModelException.Kind.INVALID, "cannot read " + file, e);
    }
  }
}
