package io.diffsr.request;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job's specification; never changes after the job is accepted.
 *
 * @param tenant whose job it is
 * @param input the stored picture
 * @param upscale what the engine is to compute
 * @param priority 0 (lowest) to 9; higher runs first
 * @param deadline when the job expires if it has not ended, or null
 * @param webhook where to send its events, or null
 * @param metadata the caller's own texts, returned as given
 * @param retention how long it is kept, or null for ever, as versions without retention promised
 */
public record JobSpec(
    String tenant,
    InputPicture input,
    UpscaleSpec upscale,
    int priority,
    @Nullable Instant deadline,
    @Nullable Webhook webhook,
    Map<String, String> metadata,
    @Nullable Retention retention) {
  /** Of jobs that nobody else owns, among them those of versions without tenants. */
  public static final String DEFAULT_TENANT = "default";

  public JobSpec {
    tenant = Objects.requireNonNullElse(tenant, DEFAULT_TENANT);
    metadata = Map.copyOf(metadata);
  }
}
