package io.diffsr.attempt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.job.Job;
import io.diffsr.job.JobResult;
import io.diffsr.job.JobStatus;
import io.diffsr.job.UpscaleReport;
import io.diffsr.job.UpscaleReportBuilder;
import io.diffsr.request.InputPicture;
import io.diffsr.request.JobSpec;
import io.diffsr.request.UpscaleOptionsBuilder;
import io.diffsr.request.UpscaleRules;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.storage.ObjectStore;
import io.diffsr.store.JobTransition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is thrown away after an attempt, above all where the network fails at the worst moment. */
class PublicationTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final String OUTPUT = "outputs/" + ID + "/1.png";
  private static final String CHECKPOINT = "checkpoints/" + ID;

  private final Set<String> objects = new TreeSet<>(Set.of(OUTPUT, CHECKPOINT));
  private Job row = queued().claimed("first", LEASE, NOW);
  private int lostAnswers;

  @Test
  void aResultWhoseCommitWasNotAnsweredIsKept() {
    Attempt attempt = attempt(row);
    lostAnswers = 1;
    publication().publish(attempt, finished());
    assertEquals(JobStatus.SUCCEEDED, row.status());
    assertEquals(Set.of(OUTPUT), objects);
  }

  @Test
  void aResultThatComesAfterAnotherAttemptBeganIsThrownAwayAndItsCheckpointServesOn() {
    Attempt attempt = attempt(row);
    row = row.givenBack(1, NOW).claimed("second", LEASE, NOW);
    publication().publish(attempt, finished());
    assertEquals(JobStatus.RUNNING, row.status());
    assertEquals(Set.of(CHECKPOINT), objects);
  }

  @Test
  void aResultThatComesAfterTheCancellationIsThrownAway() {
    Attempt attempt = attempt(row);
    row = row.cancelRequested(NOW);
    publication().publish(attempt, finished());
    assertEquals(JobStatus.CANCELED, row.status());
    assertEquals(Set.of(), objects);
  }

  @Test
  void aDrainedAttemptLeavesItsCheckpoint() {
    publication().publish(attempt(row), new Outcome.Stopped(Attempt.Stop.DRAIN));
    assertEquals(JobStatus.QUEUED, row.status());
    assertEquals(Set.of(OUTPUT, CHECKPOINT), objects);
  }

  private static Job queued() {
    UpscaleRules rules =
        new UpscaleRules(1_000_000, Long.MAX_VALUE, List.of("model"), List.of(), () -> 1L);
    UpscaleSpec upscale = rules.specify(UpscaleOptionsBuilder.builder().build(), 10, 10);
    InputPicture input = new InputPicture("inputs/" + ID, "image/png", 10, 10, 100);
    return Job.queued(ID, new JobSpec(input, upscale, 5, null, null, Map.of()), NOW);
  }

  private static Attempt attempt(Job claimed) {
    return new Attempt(
        claimed, progress -> {}, new AttemptCheckpoints(new Keys(Set.of()), claimed, LEASE));
  }

  private static Outcome finished() {
    UpscaleReport report =
        UpscaleReportBuilder.builder()
            .width(20)
            .height(20)
            .method("diff-sr")
            .model("model")
            .executionProvider("cpu")
            .networkCalls(1)
            .networkSeconds(0.5)
            .tiles(1)
            .steps(1)
            .secondsPerPhase(Map.of("sample", 1.0))
            .build();
    return new Outcome.Finished(new JobResult(OUTPUT, "image/png", 1, "00", report, null));
  }

  private Publication publication() {
    return new Publication(
        this::change,
        id -> Optional.of(row),
        new Keys(objects),
        new WorkMetrics(new SimpleMeterRegistry()));
  }

  /** Commits, and then may lose the answer. */
  private Job change(UUID id, JobTransition transition) {
    row = transition.apply(row, NOW);
    if (lostAnswers-- > 0) {
      throw new IllegalStateException("the connection broke");
    }
    return row;
  }

  /** An object store of which only the keys matter. */
  private record Keys(Set<String> keys) implements ObjectStore {
    @Override
    public void put(String key, byte[] bytes, String mediaType) {
      keys.add(key);
    }

    @Override
    public byte[] get(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(String key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void delete(String key) {
      keys.remove(key);
    }

    @Override
    public URI presignedGet(String key, Duration validity, String fileName) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void check() {}
  }
}
