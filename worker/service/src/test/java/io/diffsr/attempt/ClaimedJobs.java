package io.diffsr.attempt;

import io.diffsr.job.Job;
import io.diffsr.request.InputPicture;
import io.diffsr.request.JobSpec;
import io.diffsr.request.UpscaleOptions;
import io.diffsr.request.UpscaleOptionsBuilder;
import io.diffsr.request.UpscaleRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Jobs as a worker gets them. */
final class ClaimedJobs {
  static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
  static final Duration LEASE = Duration.ofMinutes(1);

  private ClaimedJobs() {}

  /** The default method on a picture of 10 × 10 pixels. */
  static Job claimed() {
    return claimed(UpscaleOptionsBuilder.builder().build(), null);
  }

  static Job claimed(UpscaleOptions options, @Nullable Instant deadline) {
    UpscaleRules rules =
        new UpscaleRules(1_000_000, Long.MAX_VALUE, List.of("model"), List.of(), () -> 1L);
    InputPicture input =
        new InputPicture("inputs/" + ID, "image/png", 10, 10, 100, false, List.of());
    JobSpec spec =
        new JobSpec(
            JobSpec.DEFAULT_TENANT,
            input,
            rules.specify(options, 10, 10),
            5,
            deadline,
            null,
            Map.of(),
            null);
    return Job.queued(ID, spec, NOW).claimed("first", LEASE, NOW);
  }

  /** An attempt that reports to nobody. */
  static RunningAttempt attempt(Job claimed, ObjectsInMemory objects) {
    return new RunningAttempt(
        claimed, progress -> {}, new AttemptCheckpoints(objects, claimed, LEASE));
  }
}
