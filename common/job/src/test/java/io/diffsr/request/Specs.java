package io.diffsr.request;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Specifications and requests for tests. */
public final class Specs {
  static final InputPicture INPUT =
      new InputPicture("in", "image/png", 451, 300, 1000, false, List.of());
  static final JobRules RULES =
      new JobRules(
          new UpscaleRules(
              10_000_000, 2L << 30, List.of("faces", "rooms"), List.of("imdn"), () -> 4711L),
          Retention.of(Duration.ofDays(30), Duration.ofDays(30), Duration.ofDays(30)));
  static final UpscaleOptions DEFAULTS = UpscaleOptionsBuilder.builder().build();

  private Specs() {}

  public static JobSpec of(Instant deadline) {
    JobSpec spec = RULES.specify(JobSpec.DEFAULT_TENANT, request().build(), INPUT);
    return new JobSpec(
        JobSpec.DEFAULT_TENANT,
        spec.input(),
        spec.upscale(),
        spec.priority(),
        deadline,
        spec.webhook(),
        Map.of(),
        spec.retention());
  }

  static UpscaleOptions sized(Double scale, Integer width, Integer height) {
    return UpscaleOptionsBuilder.builder().scale(scale).width(width).height(height).build();
  }

  /** A request for a job with the default options. */
  static JobRequestBuilder request() {
    return JobRequestBuilder.builder().upscale(DEFAULTS);
  }
}
