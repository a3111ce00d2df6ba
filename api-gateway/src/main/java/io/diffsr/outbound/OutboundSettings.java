package io.diffsr.outbound;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Requests that this service makes to addresses which its callers name. */
@ConfigMapping(prefix = "diffsr.outbound")
public interface OutboundSettings {
  /**
   * Internal servers that callers may name: hosts, {@code host:port}, or blocks such as {@code
   * 10.1.0.0/16}. All other addresses must be public.
   */
  Optional<List<String>> allowedHosts();

  /** How long one exchange may take, from the look-up of the name to the last byte. */
  @WithDefault("15S")
  Duration timeout();
}
