package io.diffsr.attempt;

import static io.diffsr.attempt.ClaimedJobs.LEASE;
import static io.diffsr.attempt.ClaimedJobs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.diffsr.attempt.RunningAttempt.Stop;
import io.diffsr.job.JobStatus;
import io.diffsr.request.UpscaleOptionsBuilder;
import io.diffsr.testing.Conditions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Heartbeats renew the lease and learn whether the attempt should stop. */
class LeaseKeeperTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Set<UUID> hung = ConcurrentHashMap.newKeySet();
  private OneJobStore store = new OneJobStore(ClaimedJobs.claimed(), NOW);
  private LeaseKeeper keeper = keeper();

  private LeaseKeeper keeper() {
    return keeper(store, new TestSettings(1));
  }

  private LeaseKeeper keeper(OneJobStore jobs, TestSettings settings) {
    return new LeaseKeeper(
        jobs, settings, new WorkMetrics(meters), (job, silence) -> hung.add(job));
  }

  @AfterEach
  void stop() {
    keeper.stop();
  }

  private RunningAttempt attempt() {
    return ClaimedJobs.attempt(store.job(), new ObjectsInMemory());
  }

  @Test
  void theLeaseIsRenewedUntilItIsClosedAndNotAfterwards() throws Exception {
    RunningAttempt attempt = attempt();
    LeaseKeeper.Hold hold = keeper.hold(attempt);
    try (hold) {
      Conditions.await(store::renewals, renewals -> renewals >= 3);
    }
    int renewals = store.renewals();
    // The only heartbeat thread has run others since.
    OneJobStore other = new OneJobStore(ClaimedJobs.claimed(), NOW);
    LeaseKeeper second = keeper(other, new TestSettings(1));
    LeaseKeeper.Hold later = second.hold(ClaimedJobs.attempt(other.job(), new ObjectsInMemory()));
    try (later) {
      Conditions.await(other::renewals, count -> count >= 3);
    }
    second.stop();
    assertEquals(renewals, store.renewals());
    assertNull(attempt.stopReason());
  }

  @Test
  void aRequestToCancelStopsTheAttempt() throws Exception {
    RunningAttempt attempt = attempt();
    LeaseKeeper.Hold hold = keeper.hold(attempt);
    try (hold) {
      store.change(job -> job.cancelRequested(NOW));
      Conditions.await(attempt::stopReason, Stop.CANCEL::equals);
    }
  }

  @Test
  void aDeadlineThatPassesStopsTheAttempt() throws Exception {
    store =
        new OneJobStore(
            ClaimedJobs.claimed(UpscaleOptionsBuilder.builder().build(), NOW.plusSeconds(5)),
            NOW.plusSeconds(10));
    keeper.stop();
    keeper = keeper();
    RunningAttempt attempt = attempt();
    LeaseKeeper.Hold hold = keeper.hold(attempt);
    try (hold) {
      Conditions.await(attempt::stopReason, Stop.EXPIRE::equals);
    }
    assertEquals(JobStatus.EXPIRED, store.job().status());
  }

  @Test
  void anAttemptThatAnotherHasReplacedStopsAndIsCounted() throws Exception {
    RunningAttempt attempt = attempt();
    store.change(job -> job.requeued(1, NOW).claimed("second", LEASE, NOW));
    LeaseKeeper.Hold hold = keeper.hold(attempt);
    try (hold) {
      Conditions.await(attempt::stopReason, Stop.LOSS::equals);
    }
    assertEquals(1, Math.min(meters.counter("diffsr.lease.losses").count(), 1));
  }

  @Test
  void anAttemptInWhichNothingMovesEndsItsWorkerAndIsRenewedNoMore() throws Exception {
    keeper.stop();
    keeper = keeper(store, new TestSettings(1, 50));
    RunningAttempt attempt = attempt();
    LeaseKeeper.Hold hold = keeper.hold(attempt);
    try (hold) {
      Conditions.await(() -> hung, Set.of(attempt.id())::equals);
      int renewals = store.renewals();
      hung.clear();
      Conditions.await(() -> hung, Set.of(attempt.id())::equals);
      assertEquals(renewals, store.renewals());
    }
  }

  @Test
  void aDatabaseThatIsBrieflyAwayEndsNothing() throws Exception {
    RunningAttempt attempt = attempt();
    store.loseAnswers(3);
    LeaseKeeper.Hold hold = keeper.hold(attempt);
    try (hold) {
      Conditions.await(store::renewals, renewals -> renewals >= 6);
    }
    assertNull(attempt.stopReason());
  }
}
