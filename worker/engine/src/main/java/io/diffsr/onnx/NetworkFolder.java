package io.diffsr.onnx;

import io.diffsr.model.ModelException;
import io.diffsr.model.NetworkTile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One of a model's networks: {@code model.onnx}, {@code model.fp16.onnx} beside it or in its place,
 * and {@code config.json}.
 *
 * @param model the folder that it is part of
 * @param name of its own folder
 */
record NetworkFolder(ModelFolder model, String name) {
  private static final int USUAL_TILE_SIZE = 256;

  private Path file(String file) {
    return model.path().resolve(name).resolve(file);
  }

  private Path full() {
    return file("model.onnx");
  }

  private Path half() {
    return file("model.fp16.onnx");
  }

  boolean exists() {
    return Files.isRegularFile(full()) || Files.isRegularFile(half());
  }

  /** The network's file; in half precision for CUDA, where there is one. */
  Path network(ExecutionProvider provider) {
    boolean preferHalf = provider == ExecutionProvider.CUDA && Files.isRegularFile(half());
    return preferHalf || !Files.isRegularFile(full()) ? half() : full();
  }

  private Map<String, Object> config() {
    return model.read(name + "/config.json");
  }

  /** What config.json says about sizes. */
  NetworkSize size() {
    Map<String, Object> config = config();
    int multiple = positive(config, "size_multiple", downsampling(config));
    return NetworkSize.of(sampleSize(), multiple);
  }

  /**
   * The largest piece that config.json allows by {@code largest_tile_size}, which says that no
   * operation depends on the size of a piece; without it, the size itself.
   */
  int largestTile(NetworkSize size) {
    int largest = positive(config(), "largest_tile_size", size.tileSize());
    return Math.max(size.tileSize(), largest / size.multiple() * size.multiple());
  }

  /** Edge of the pictures that it was trained on. Diffusers takes a pair of sides as well. */
  int sampleSize() {
    Map<String, Object> config = config();
    return config.get("sample_size") instanceof List<?> sides
            && sides.size() == 2
            && sides.get(0).equals(sides.get(1))
        ? positive(Map.of("sample_size", sides.get(0)), "sample_size", USUAL_TILE_SIZE)
        : positive(config, "sample_size", USUAL_TILE_SIZE);
  }

  /** A number above 0 of config.json. */
  double number(String field, double otherwise) {
    Object value = config().get(field);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Number number
        && number.doubleValue() > 0
        && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw wrong(field, value, "a number above 0");
  }

  /** A diffusers UNet halves the picture between its levels. */
  private static int downsampling(Map<String, Object> config) {
    return config.get("block_out_channels") instanceof List<?> levels && levels.size() <= 16
        ? 1 << Math.max(0, levels.size() - 1)
        : 1;
  }

  private int positive(Map<String, Object> config, String field, int otherwise) {
    Object value = config.get(field);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Integer number && number >= 1) {
      return number;
    }
    throw wrong(field, value, "a whole number above 0");
  }

  private ModelException wrong(String field, Object value, String expected) {
    return new ModelException(
        ModelException.Kind.INVALID,
        "%s/config.json: %s is %s instead of %s".formatted(name, field, value, expected));
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

    NetworkTile tile(int largest, int batch) {
      return new NetworkTile(tileSize, multiple, Math.max(tileSize, largest), batch);
    }
  }
}
