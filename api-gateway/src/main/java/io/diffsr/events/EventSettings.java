package io.diffsr.events;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Streams of events. */
@ConfigMapping(prefix = "diffsr.events")
public interface EventSettings {
  /** Open streams beyond which new ones are answered with 503. */
  @WithDefault("4096")
  int streams();

  /** Events that wait for a slow reader; with more, its stream is closed. */
  @WithDefault("64")
  int buffer();

  /** How often a silent stream gets a comment, so that proxies do not close it. */
  @WithDefault("15S")
  Duration keepAlive();
}
