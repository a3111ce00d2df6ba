package io.diffsr.job;

import static io.diffsr.job.JobStatus.CANCELED;
import static io.diffsr.job.JobStatus.CANCELING;
import static io.diffsr.job.JobStatus.EXPIRED;
import static io.diffsr.job.JobStatus.FAILED;
import static io.diffsr.job.JobStatus.QUEUED;
import static io.diffsr.job.JobStatus.RUNNING;
import static io.diffsr.job.JobStatus.SUCCEEDED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.request.JobSpec;
import io.diffsr.request.Specs;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class JobTest {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
  private static final Instant DEADLINE = NOW.plusSeconds(3600);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final JobError CRASH = new JobError(ErrorCode.INTERNAL, "crashed");
  private static final JobError BAD_INPUT = new JobError(ErrorCode.INVALID_PICTURE, "torn");
  private static final JobResult RESULT = new JobResult("key", "image/png", 1, "00", null, null);

  private static Job queued() {
    JobSpec spec = Specs.of(DEADLINE);
    return Job.queued(UUID.fromString("018d5c1e-0000-7000-8000-000000000001"), spec, NOW);
  }

  private static Job running() {
    return queued().released(NOW).claimed("worker-1", LEASE, NOW);
  }

  /** A job in every state, reached by the verbs alone. */
  private static Map<JobStatus, Job> jobs() {
    Map<JobStatus, Job> jobs = new EnumMap<>(JobStatus.class);
    jobs.put(QUEUED, queued());
    jobs.put(RUNNING, running());
    jobs.put(CANCELING, running().cancelRequested(NOW));
    jobs.put(SUCCEEDED, running().succeeded(1, RESULT, NOW));
    jobs.put(FAILED, running().failed(1, BAD_INPUT, RetryPolicy.DEFAULT, NOW));
    jobs.put(CANCELED, queued().cancelRequested(NOW));
    jobs.put(EXPIRED, queued().expired(DEADLINE));
    return jobs;
  }

  @Test
  void theVerbsReachEveryState() {
    jobs().forEach((status, job) -> assertEquals(status, job.status()));
    assertEquals(EnumSet.allOf(JobStatus.class), jobs().keySet());
  }

  /** Per verb: from which states to which. Every other state must make the verb throw. */
  @Test
  void everyVerbLeadsWhereItMayAndThrowsElsewhere() {
    Map<UnaryOperator<Job>, Map<JobStatus, JobStatus>> table = new LinkedHashMap<>();
    table.put(job -> job.released(NOW), Map.of(QUEUED, QUEUED));
    table.put(job -> job.claimed("w", LEASE, NOW), Map.of(QUEUED, RUNNING));
    table.put(
        job -> job.alive(1, LEASE, null, 0, NOW), Map.of(RUNNING, RUNNING, CANCELING, CANCELING));
    table.put(
        job -> job.succeeded(1, RESULT, NOW), Map.of(RUNNING, SUCCEEDED, CANCELING, CANCELED));
    table.put(
        job -> job.failed(1, BAD_INPUT, RetryPolicy.DEFAULT, NOW),
        Map.of(RUNNING, FAILED, CANCELING, CANCELED));
    table.put(
        job -> job.failed(1, CRASH, RetryPolicy.DEFAULT, NOW),
        Map.of(RUNNING, QUEUED, CANCELING, CANCELED));
    table.put(job -> job.requeued(1, NOW), Map.of(RUNNING, QUEUED, CANCELING, CANCELED));
    table.put(
        job -> job.postponed(1, CRASH, LEASE, NOW), Map.of(RUNNING, QUEUED, CANCELING, CANCELED));
    // Of this error, trying again is of no use.
    table.put(job -> job.retried(NOW), Map.of());
    // A worker stops because someone asked it to, hence never from RUNNING.
    table.put(job -> job.canceled(1, NOW), Map.of(CANCELING, CANCELED));
    table.forEach(
        (verb, targets) ->
            jobs()
                .forEach(
                    (status, job) -> {
                      JobStatus target = targets.get(status);
                      if (target == null) {
                        assertThrows(RuntimeException.class, () -> verb.apply(job), status::name);
                      } else {
                        assertEquals(target, verb.apply(job).status());
                      }
                    }));
  }

  @Test
  void verbsThatMayComeTooLateLeaveTheJobAsItIs() {
    Instant late = DEADLINE.plusSeconds(1);
    for (Map.Entry<JobStatus, Job> entry : jobs().entrySet()) {
      Job job = entry.getValue();
      if (job.status().terminal()) {
        assertSame(job, job.cancelRequested(NOW));
        assertSame(job, job.expired(late));
        assertSame(job, job.leaseLost(RetryPolicy.DEFAULT, late));
        assertSame(job, job.unreleased());
      }
    }
    Job canceling = jobs().get(CANCELING);
    assertSame(canceling, canceling.cancelRequested(NOW));
    assertSame(canceling, canceling.expired(late), "a cancelation under way wins");
  }

  @Test
  void aJobThatFailedByNoFaultOfItsInputMayBeRetried() {
    Job failed = running();
    for (int attempt = 1; attempt <= 3; attempt++) {
      failed = failed.failed(attempt, CRASH, RetryPolicy.DEFAULT, NOW);
      failed = attempt < 3 ? failed.claimed("worker", LEASE, NOW) : failed;
    }
    assertEquals(FAILED, failed.status());
    Job retried = failed.retried(NOW);
    assertEquals(QUEUED, retried.status());
    assertEquals(failed.statusVersion() + 1, retried.statusVersion());
    assertEquals(3, retried.attempt());
    assertEquals(0, retried.failedAttempts());
    assertNull(retried.finishedAt());
    assertNull(JobExpiry.of(retried));
    Job again = retried.claimed("worker", LEASE, NOW).failed(4, CRASH, RetryPolicy.DEFAULT, NOW);
    assertEquals(QUEUED, again.status());
    Job late = failed;
    assertThrows(
        IllegalTransitionException.class, () -> late.retried(NOW.plus(Duration.ofDays(30))));
  }

  @Test
  void onlyAFailedJobMayChangeOnceItHasEnded() {
    Set<JobStatus> terminal = EnumSet.of(SUCCEEDED, FAILED, CANCELED, EXPIRED);
    for (JobStatus status : JobStatus.values()) {
      assertEquals(terminal.contains(status), status.terminal());
      assertEquals(
          status == FAILED ? EnumSet.of(QUEUED) : EnumSet.noneOf(JobStatus.class),
          status.terminal() ? status.successors() : EnumSet.noneOf(JobStatus.class));
    }
  }

  @Test
  void theVersionRisesByOneWithEachChangeOfStatusAndOnlyThen() {
    Job job = queued();
    assertEquals(1, job.statusVersion());
    assertEquals(1, job.released(NOW).statusVersion());
    assertEquals(2, running().statusVersion());
    assertEquals(2, running().alive(1, LEASE, null, 0, NOW).statusVersion());
    assertEquals(3, running().succeeded(1, RESULT, NOW).statusVersion());
  }

  @Test
  void writesOfAStaleAttemptAreRefused() {
    Job second = running().requeued(1, NOW).claimed("worker-2", LEASE, NOW);
    assertEquals(2, second.attempt());
    assertThrows(StaleAttemptException.class, () -> second.alive(1, LEASE, null, 0, NOW));
    assertThrows(StaleAttemptException.class, () -> second.succeeded(1, RESULT, NOW));
    assertThrows(
        StaleAttemptException.class, () -> second.failed(1, CRASH, RetryPolicy.DEFAULT, NOW));
    assertThrows(StaleAttemptException.class, () -> second.requeued(1, NOW));
    assertThrows(StaleAttemptException.class, () -> second.canceled(1, NOW));
    assertEquals(SUCCEEDED, second.succeeded(2, RESULT, NOW).status());
  }

  @Test
  void theResultOfAJobThatIsNoLongerHeldIsRefused() {
    Job lost = running().leaseLost(RetryPolicy.DEFAULT, NOW.plus(LEASE));
    assertEquals(QUEUED, lost.status());
    assertThrows(StaleAttemptException.class, () -> lost.succeeded(1, RESULT, NOW));
  }

  @Test
  void aSignOfLifeExtendsTheLease() {
    Instant later = NOW.plusSeconds(20);
    Job job = running().alive(1, LEASE, null, 0, later);
    assertEquals(new Lease("worker-1", later.plus(LEASE)), job.lease());
    assertSame(job, job.leaseLost(RetryPolicy.DEFAULT, NOW.plus(LEASE)));
  }

  /** More workers than attempts may fail die, each after a checkpoint further than the last. */
  @Test
  void workersThatAreLostAfterTheyAdvancedTheJobSpendNoAttempt() {
    Job job = queued();
    for (int attempt = 1; attempt <= 7; attempt++) {
      job = job.claimed("worker", LEASE, NOW).alive(attempt, LEASE, null, 10 * attempt, NOW);
      job = job.leaseLost(RetryPolicy.DEFAULT, NOW.plus(LEASE));
      assertEquals(QUEUED, job.status());
      assertEquals(0, job.failedAttempts());
      assertEquals(ErrorCode.LEASE_LOST, job.error().code());
    }
    // These repeat what the job has behind it.
    for (int attempt = 8; attempt <= 10; attempt++) {
      job = job.claimed("worker", LEASE, NOW).alive(attempt, LEASE, null, 70, NOW);
      job = job.leaseLost(RetryPolicy.DEFAULT, NOW.plus(LEASE));
    }
    assertEquals(FAILED, job.status());
    assertEquals(3, job.failedAttempts());
  }

  @Test
  void anAttemptThatWaitedForAnOutageInVainIsPostponedAndSpendsNothing() {
    JobError outage = new JobError(ErrorCode.STORAGE_UNAVAILABLE, "away");
    Job job = running().postponed(1, outage, Duration.ofSeconds(30), NOW);
    assertEquals(QUEUED, job.status());
    assertEquals(0, job.failedAttempts());
    assertEquals(outage, job.error());
    assertEquals(NOW.plusSeconds(30), job.availableAt());
    Job canceled = running().cancelRequested(NOW).postponed(1, outage, Duration.ZERO, NOW);
    assertEquals(CANCELED, canceled.status());
  }

  @Test
  void theLeaseIsLostAtItsEndAndNotBefore() {
    Job job = running();
    Instant end = NOW.plus(LEASE);
    assertSame(job, job.leaseLost(RetryPolicy.DEFAULT, end.minusNanos(1)));
    Job lost = job.leaseLost(RetryPolicy.DEFAULT, end);
    assertEquals(QUEUED, lost.status());
    assertEquals(1, lost.failedAttempts());
    assertEquals(ErrorCode.LEASE_LOST, lost.error().code());
    assertEquals(end.plusSeconds(2), lost.availableAt());
    assertEquals(CANCELED, job.cancelRequested(NOW).leaseLost(RetryPolicy.DEFAULT, end).status());
  }

  @Test
  void aJobFailsForGoodAfterItsLastAttempt() {
    Job job = queued();
    for (int attempt = 1; attempt <= 3; attempt++) {
      job = job.claimed("w", LEASE, NOW).failed(attempt, CRASH, RetryPolicy.DEFAULT, NOW);
      assertEquals(attempt < 3 ? QUEUED : FAILED, job.status());
    }
    assertEquals(NOW, job.finishedAt());
    assertEquals(CRASH, job.error());
  }

  @Test
  void givingBackSpendsNoAttempt() {
    Job job = running().requeued(1, NOW);
    assertEquals(0, job.failedAttempts());
    assertNull(job.lease());
    assertNull(job.releasedAt());
    assertEquals(0, job.releases());
    assertEquals(NOW, job.availableAt());
  }

  @Test
  void aLaterSuccessForgetsTheError() {
    Job failedOnce = running().failed(1, CRASH, RetryPolicy.DEFAULT, NOW);
    Job job = failedOnce.claimed("w", LEASE, NOW).succeeded(2, RESULT, NOW);
    assertNull(job.error());
    assertEquals(RESULT, job.result());
    assertNotNull(job.startedAt());
    assertNull(job.lease());
  }

  @Test
  void theFirstStartIsKept() {
    Job again = running().requeued(1, NOW).claimed("w", LEASE, NOW.plusSeconds(9));
    assertEquals(NOW, again.startedAt());
  }

  @Test
  void aResultAfterARequestToCancelIsDropped() {
    Job job = running().cancelRequested(NOW).succeeded(1, RESULT, NOW);
    assertEquals(CANCELED, job.status());
    assertNull(job.result());
  }

  @Test
  void aCancelingJobKeepsItsLease() {
    Job canceling = running().cancelRequested(NOW);
    assertEquals("worker-1", canceling.lease().worker());
    assertEquals(CANCELED, canceling.canceled(1, NOW).status());
  }

  @Test
  void theDeadlineExpiresWaitingAndRunningJobs() {
    Instant before = DEADLINE.minusNanos(1);
    assertFalse(queued().overdue(before));
    assertTrue(queued().overdue(DEADLINE));
    assertSame(QUEUED, queued().expired(before).status());
    assertEquals(EXPIRED, running().expired(DEADLINE).status());
    Job without = Job.queued(queued().id(), Specs.of(null), NOW);
    assertEquals(QUEUED, without.expired(Instant.MAX).status());
  }

  @Test
  void handingOverIsCountedAndCanBeTakenBack() {
    Job job = queued().released(NOW).released(NOW.plusSeconds(60));
    assertEquals(2, job.releases());
    assertEquals(NOW.plusSeconds(60), job.releasedAt());
    assertNull(job.unreleased().releasedAt());
  }
}
