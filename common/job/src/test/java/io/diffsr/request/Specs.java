package io.diffsr.request;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Specifications and requests for tests. */
public final class Specs {
  static final InputPicture INPUT = new InputPicture("in", "image/png", 451, 300, 1000);
  static final JobRules RULES =
      new JobRules(10_000_000, 2L << 30, List.of("faces", "rooms"), List.of("imdn"), () -> 4711L);
  static final JobRequest NOTHING =
      new JobRequest(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null);

  private Specs() {}

  public static JobSpec of(Instant deadline) {
    JobSpec spec = RULES.specify(NOTHING, INPUT);
    return new JobSpec(
        spec.input(), spec.upscale(), spec.priority(), deadline, spec.webhook(), Map.of());
  }

  static JobRequest sized(Double scale, Integer width, Integer height) {
    return new JobRequest(
        scale, width, height, null, null, null, null, null, null, null, null, null, null, null,
        null, null, null, null, null, null, null);
  }
}
