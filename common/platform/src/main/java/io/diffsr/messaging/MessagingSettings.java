package io.diffsr.messaging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the service uses Kafka; the broker's address is {@code kafka.bootstrap.servers}. */
@ConfigMapping(prefix = "diffsr.messaging")
public interface MessagingSettings {
  /**
   * Whether gateways and workers create the topics and set the share group's configuration. Turn it
   * off where an administrator does that; docs/kafka.md lists what is needed.
   */
  @WithDefault("true")
  boolean manageTopics();

  /**
   * How long a worker may hold a record without renewing it. It renews three times as often. Above
   * 60 s the broker's {@code group.share.max.record.lock.duration.ms} must be raised too.
   */
  @WithDefault("15S")
  Duration recordLock();
}
