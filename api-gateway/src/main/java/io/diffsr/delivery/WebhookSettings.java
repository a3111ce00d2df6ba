package io.diffsr.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Messages to callers about their jobs. */
@ConfigMapping(prefix = "diffsr.webhooks")
public interface WebhookSettings {
  /**
   * Secrets that messages are signed with, each {@code whsec_} and the base64 of 24 to 64 bytes.
   * Every message bears one signature per secret: to change the secret, add the new one, wait until
   * the receivers know it, then take the old one away. Without any, webhooks are refused.
   */
  Optional<List<String>> secrets();

  /** The wait before each attempt; as many attempts as there are waits. */
  @WithDefault("0S,5S,5M,30M,2H,5H,10H,14H,20H,24H")
  List<Duration> waits();

  /** Messages that one gateway sends at the same time. */
  @WithDefault("16")
  int concurrency();
}
