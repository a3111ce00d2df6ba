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

  /** What new jobs are promised. */
  default Retention promise() {
    return Retention.of(jobs(), inputs(), results());
  }
}
