package io.diffsr.attempt;

import static io.diffsr.attempt.ClaimedJobs.ID;
import static io.diffsr.attempt.ClaimedJobs.LEASE;
import static io.diffsr.attempt.ClaimedJobs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.job.JobResult;
import io.diffsr.job.JobStatus;
import io.diffsr.job.UpscaleReport;
import io.diffsr.job.UpscaleReportBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is discarded after an attempt, above all where the network fails at the worst moment. */
class PublicationTest {
  private static final String OUTPUT = "outputs/" + ID + "/1.png";
  private static final String CHECKPOINT = "checkpoints/" + ID;

  private final OneJobStore store = new OneJobStore(ClaimedJobs.claimed(), NOW);

  @Test
  void aResultWhoseCommitWasNotAnsweredIsKept() {
    RunningAttempt attempt = ClaimedJobs.attempt(store.job(), new ObjectsInMemory());
    store.loseAnswers(1);
    publication().publish(attempt, finished());
    assertEquals(JobStatus.SUCCEEDED, store.job().status());
    assertEquals(Set.of(CHECKPOINT), store.discarded());
  }

  @Test
  void aResultThatComesAfterAnotherAttemptBeganIsDiscardedAndItsCheckpointServesOn() {
    RunningAttempt attempt = ClaimedJobs.attempt(store.job(), new ObjectsInMemory());
    store.change(job -> job.requeued(1, NOW).claimed("second", LEASE, NOW));
    publication().publish(attempt, finished());
    assertEquals(JobStatus.RUNNING, store.job().status());
    assertEquals(Set.of(OUTPUT), store.discarded());
  }

  @Test
  void aResultThatComesAfterTheCancellationIsDiscarded() {
    RunningAttempt attempt = ClaimedJobs.attempt(store.job(), new ObjectsInMemory());
    store.change(job -> job.cancelRequested(NOW));
    publication().publish(attempt, finished());
    assertEquals(JobStatus.CANCELED, store.job().status());
    assertEquals(Set.of(OUTPUT, CHECKPOINT), store.discarded());
  }

  @Test
  void aDrainedAttemptLeavesItsCheckpoint() {
    publication()
        .publish(
            ClaimedJobs.attempt(store.job(), new ObjectsInMemory()),
            new AttemptOutcome.Stopped(RunningAttempt.Stop.DRAIN));
    assertEquals(JobStatus.QUEUED, store.job().status());
    assertEquals(Set.of(), store.discarded());
  }

  private static AttemptOutcome finished() {
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
    return new AttemptOutcome.Finished(new JobResult(OUTPUT, "image/png", 1, "00", report, null));
  }

  private Publication publication() {
    return new Publication(store, new WorkMetrics(new SimpleMeterRegistry()));
  }
}
