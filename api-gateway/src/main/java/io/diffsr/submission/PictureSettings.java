package io.diffsr.submission;

import io.diffsr.picture.heif.HeifProgram;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** By what pictures are read that Java does not read. */
@ConfigMapping(prefix = "diffsr.pictures")
public interface PictureSettings {
  /**
   * libheif's {@code heif-convert} or {@code heif-dec}, for HEIC and AVIF: its file, {@code auto}
   * for the one on the path, or {@code off}.
   */
  @WithDefault("auto")
  String heif();

  /** The program, where there is one. */
  default Optional<HeifProgram> heifProgram() {
    return HeifProgram.find(heif());
  }
}
