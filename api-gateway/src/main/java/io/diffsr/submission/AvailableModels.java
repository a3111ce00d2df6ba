package io.diffsr.submission;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** The models and networks that a job may ask for. */
@ConfigMapping(prefix = "diffsr.models")
public interface AvailableModels {
  /** Folder names in the workers' model repository; the first is the default. */
  @WithDefault("diffsr-small")
  List<String> names();

  /**
   * Names of further folders there that are methods by themselves: networks of one factor, LIIF and
   * SR3. None unless given.
   */
  Optional<List<String>> methods();
}
