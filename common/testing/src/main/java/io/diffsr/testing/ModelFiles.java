package io.diffsr.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Model folders for tests: the bundled one, and small ones made up. */
public final class ModelFiles {
  public static final String SCHEDULER = "scheduler/scheduler_config.json";
  public static final String CONFIG = "unet/config.json";
  public static final String NETWORK = "unet/model.onnx";

  private ModelFiles() {}

  /** The folder that holds the bundled model. */
  public static Path bundled() {
    return Path.of(Objects.requireNonNull(System.getProperty("diffsr.root")), "deploy", "models");
  }

  /** Writes a whole model of tiles of 16 pixels. */
  public static Path write(Path folder, String name, TinyNetwork network) throws IOException {
    Path model = folder.resolve(name);
    put(model, NETWORK, network.file());
    put(model, CONFIG, "{\"sample_size\": 16, \"size_multiple\": 4}");
    put(model, SCHEDULER, "{\"beta_schedule\": \"scaled_linear\", \"_class_name\": \"DDPM\"}");
    return model;
  }

  public static void put(Path model, String file, String content) throws IOException {
    put(model, file, content.getBytes(StandardCharsets.UTF_8));
  }

  public static void put(Path model, String file, byte[] content) throws IOException {
    Path path = model.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, content);
  }
}
