package io.diffsr.job;

import io.diffsr.request.Retention;
import java.time.Instant;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** When what belongs to a job is removed: null before the job's end, and where it stays. */
public final class JobExpiry {
  private JobExpiry() {}

  /** The job itself, with all that belongs to it. */
  public static @Nullable Instant of(Job job) {
    return afterEnd(job, Retention::jobSeconds);
  }

  /** Its input. */
  public static @Nullable Instant ofInput(Job job) {
    return afterEnd(job, Retention::inputSeconds);
  }

  /** Its result; null also where it has none. */
  public static @Nullable Instant ofResult(Job job) {
    return job.result() == null ? null : afterEnd(job, Retention::resultSeconds);
  }

  private static @Nullable Instant afterEnd(Job job, ToLongFunction<Retention> kept) {
    Retention retention = job.spec().retention();
    Instant end = job.finishedAt();
    return retention == null || end == null ? null : end.plusSeconds(kept.applyAsLong(retention));
  }
}
