package io.diffsr.onnx;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.diffusion.SchedulerConfig;
import io.diffsr.field.RecoverableFieldCalibration;
import io.diffsr.field.RecoverableFieldJson;
import io.diffsr.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A model's files, in the layout of diffusers: {@code unet/model.onnx}, {@code unet/config.json},
 * {@code scheduler/scheduler_config.json}; {@code unet/model.fp16.onnx} may stand beside the first,
 * and {@code recoverable_field.json} beside the folders. {@code predictor} and {@code texture} hold
 * networks that a run may start from, {@code start.json} says which. A {@code method.json} says
 * that the folder is a method by itself, and what else belongs to it.
 *
 * @param path the folder; its name is the model's
 */
record ModelFolder(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CALIBRATION = "recoverable_field.json";

  /** True where the folder looks like a model at all. */
  boolean holdsModel() {
    return denoiser().exists();
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

  /** The denoiser. */
  NetworkFolder denoiser() {
    return new NetworkFolder(this, "unet");
  }

  /** A network that a run may start from, where the folder holds it. */
  Optional<NetworkFolder> start(String name) {
    NetworkFolder start = new NetworkFolder(this, name);
    return start.exists() ? Optional.of(start) : Optional.empty();
  }

  SchedulerConfig scheduler() {
    return SchedulerConfig.of(read("scheduler/scheduler_config.json"));
  }

  /**
   * What was measured about the model's recoverable field; where nothing was, the defaults at the
   * resolution that its configuration names.
   */
  RecoverableFieldCalibration calibration() {
    return calibration("")
        .orElseGet(
            () ->
                RecoverableFieldCalibration.defaults()
                    .forTrainingResolution(denoiser().sampleSize()));
  }

  /**
   * What was measured about the field of some start, where anything was.
   *
   * @param folder of the start with a slash at its end; empty for the model's own folder
   */
  Optional<RecoverableFieldCalibration> calibration(String folder) {
    String file = folder + CALIBRATION;
    if (!Files.exists(path.resolve(file))) {
      return Optional.empty();
    }
    try {
      return Optional.of(RecoverableFieldJson.read(read(file)));
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          ModelException.Kind.INVALID, "%s: %s".formatted(file, e.getMessage()), e);
    }
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
