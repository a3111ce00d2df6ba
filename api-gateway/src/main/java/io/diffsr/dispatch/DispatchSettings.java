package io.diffsr.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the backlog is released to Kafka. */
@ConfigMapping(prefix = "diffsr.dispatch")
public interface DispatchSettings {
  /**
   * Jobs that may lie in Kafka unclaimed. Small, so that priority decides late; larger than the
   * number of worker slots, so that none waits for work.
   */
  @WithDefault("32")
  int window();

  /**
   * How long a released job may stay unclaimed before it is released again; doubles each time. A
   * job released twice is still run once.
   */
  @WithDefault("30S")
  Duration patience();
}
