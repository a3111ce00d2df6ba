package io.diffsr.results;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How result files are sent. */
@ConfigMapping(prefix = "diffsr.results")
public interface ResultSettings {
  /**
   * Whether a result is answered with a redirect to the object store instead of its bytes. Wants
   * {@code diffsr.storage.public-endpoint} where clients see the store under another address.
   */
  @WithDefault("false")
  boolean redirect();

  /** How long a redirect's address is valid. */
  @WithDefault("15M")
  Duration redirectValidity();
}
