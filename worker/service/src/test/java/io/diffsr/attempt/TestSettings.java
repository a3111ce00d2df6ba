package io.diffsr.attempt;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of a worker whose heartbeats are quick. */
record TestSettings(int slots, long stallMillis) implements WorkSettings {
  TestSettings(int slots) {
    this(slots, 60_000);
  }

  @Override
  public Optional<String> name() {
    return Optional.of("test");
  }

  @Override
  public Duration lease() {
    return Duration.ofMinutes(1);
  }

  @Override
  public Duration heartbeat() {
    return Duration.ofMillis(5);
  }

  @Override
  public Duration checkpointEvery() {
    return Duration.ZERO;
  }

  @Override
  public Duration storagePatience() {
    return Duration.ofMillis(20);
  }

  @Override
  public Duration stallLimit() {
    return Duration.ofMillis(stallMillis);
  }

  @Override
  public Path models() {
    return Path.of("none");
  }

  @Override
  public String executionProvider() {
    return "cpu";
  }

  @Override
  public int threads() {
    return 1;
  }
}
