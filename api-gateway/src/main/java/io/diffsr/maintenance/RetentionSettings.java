package io.diffsr.maintenance;

import io.diffsr.request.Retention;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things are kept. What a job was promised when it was accepted stays. */
@ConfigMapping(prefix = "diffsr.retention")
public interface RetentionSettings {
  /** A job after its end, with events and webhooks. */
  @WithDefault("30D")
  Duration jobs();

  /** The picture that was sent, after the job's end. */
  @WithDefault("7D")
  Duration inputs();

  /** The enlarged picture; a request may ask for less. */
  @WithDefault("30D")
  Duration results();

  /** Answers to requests with an {@code Idempotency-Key}, after the request. */
  @WithDefault("24H")
  Duration idempotency();

  /**
   * Checks what no type says.
   *
   * @throws IllegalStateException with the name of the setting
   */
  default void requireSound() {
    require(jobs(), Duration.ofSeconds(1), "jobs");
    require(inputs(), Duration.ofSeconds(1), "inputs");
    require(results(), Duration.ofSeconds(1), "results");
    // Longer than a submission takes, whose claim would be forgotten.
    require(idempotency(), Duration.ofMinutes(10), "idempotency");
  }

  private static void require(Duration value, Duration least, String name) {
    if (value.compareTo(least) < 0) {
      throw new IllegalStateException(
          "diffsr.retention.%s must be at least %d s".formatted(name, least.toSeconds()));
    }
  }

  /** What new jobs are promised. */
  default Retention promise() {
    return Retention.of(jobs(), inputs(), results());
  }
}
