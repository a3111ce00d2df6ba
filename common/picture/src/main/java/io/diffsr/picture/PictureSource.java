package io.diffsr.picture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A picture's file, which can be read from its first byte as often as it takes. */
@FunctionalInterface
public interface PictureSource {
  /** A stream of the whole file; to be closed. */
  InputStream open() throws IOException;

  static PictureSource of(byte[] file) {
    return () -> new ByteArrayInputStream(file);
  }

  static PictureSource of(Path file) {
    return () -> Files.newInputStream(file);
  }
}
