package io.diffsr.upscale;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which version of this software runs. */
final class EngineVersion {
  /** For example {@code 1.2.0}. */
  static final String NUMBER = read();

  private EngineVersion() {}

  private static String read() {
    Properties properties = new Properties();
    try (InputStream stream = EngineVersion.class.getResourceAsStream("engine.properties")) {
      if (stream == null) {
        throw new IllegalStateException("engine.properties is missing");
      }
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
