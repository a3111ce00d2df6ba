package io.diffsr.maintenance;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.ErrorCode;
import io.diffsr.job.Job;
import io.diffsr.job.JobEvent;
import io.diffsr.job.JobStatus;
import io.diffsr.job.StaleAttemptException;
import io.diffsr.store.JobStore;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.EmbeddedStack;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Leases and deadlines that ran out. */
@QuarkusTest
class RescuerTest {
  private static final String LOSE_LEASE =
      "update job set lease_until = clock_timestamp() - interval '1 second' where id = ?";

  @Inject JobStore store;
  @Inject TestWorker worker;
  @Inject TestDatabase database;

  @AfterEach
  void tidy() {
    worker.emptyTheQueue();
  }

  @Test
  void aJobWhoseWorkersAllVanishIsTriedAgainAndFinallyFails() throws Exception {
    UUID id = Gateway.submit(Gateway.form());
    for (int attempt = 1; attempt <= 2; attempt++) {
      assertEquals(attempt, worker.claim(id).attempt());
      database.update(LOSE_LEASE, id);
      Job queued = awaitStatus(id, JobStatus.QUEUED);
      assertEquals(attempt, queued.failedAttempts());
      assertNotNull(queued.error());
      assertEquals(ErrorCode.LEASE_LOST, queued.error().code());
      List<JobEvent> events = store.events(id, 0);
      assertTrue(queued.availableAt().isAfter(events.get(events.size() - 1).at()));
      database.update("update job set available_at = clock_timestamp() where id = ?", id);
    }
    assertEquals(3, worker.claim(id).attempt());
    database.update(LOSE_LEASE, id);
    awaitStatus(id, JobStatus.FAILED);
    Gateway.job(id)
        .body("attempt", equalTo(3))
        .body("error.code", equalTo("lease_lost"))
        .body("error.retryable", equalTo(true));
  }

  @Test
  void aWorkerThatWakesUpAfterItsLeaseHasLostItsJob() throws Exception {
    UUID id = Gateway.submit(Gateway.form());
    Job claimed = worker.claim(id);
    database.update(LOSE_LEASE, id);
    awaitStatus(id, JobStatus.QUEUED);
    assertThrows(StaleAttemptException.class, () -> worker.renew(claimed, 50));
  }

  @Test
  void aJobThatIsCancelingEndsWhenItsWorkerVanishes() throws Exception {
    UUID id = Gateway.submit(Gateway.form());
    worker.claim(id);
    worker.cancelRequested(id);
    database.update(LOSE_LEASE, id);
    awaitStatus(id, JobStatus.CANCELED);
  }

  @Test
  void aQueuedJobPastItsDeadlineExpires() throws Exception {
    UUID id = Gateway.submit(Map.of("deadline", "2020-02-29T12:00:00Z"));
    Job expired = awaitStatus(id, JobStatus.EXPIRED);
    assertNotNull(expired.finishedAt());
    Gateway.job(id).body("deadline", equalTo("2020-02-29T12:00:00Z"));
  }

  @Test
  void aJobPastItsDeadlineIsNotTriedAgainWhenItsWorkerVanishes() throws Exception {
    UUID id = Gateway.submit(Map.of("deadline", Instant.now().plusSeconds(3600).toString()));
    worker.claim(id);
    database.update("update job set deadline = ? where id = ?", past(), id);
    database.update(
        "update job set spec = jsonb_set(spec, '{deadline}', to_jsonb(?::text)) where id = ?",
        past().toInstant().toString(),
        id);
    database.update(LOSE_LEASE, id);
    awaitStatus(id, JobStatus.EXPIRED);
  }

  /** Each of these ends for good, and its checkpoint is to be removed. */
  @Test
  void aSilentObjectStoreDoesNotDelayTheNoticingOfLostLeases() throws Exception {
    List<UUID> lost = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      UUID id = Gateway.submit(Gateway.form());
      worker.claim(id);
      lost.add(id);
    }
    System.setProperty(EmbeddedStack.S3_FROZEN, "true");
    try {
      for (UUID id : lost) {
        database.update(
            "update job set failed_attempts = 2, lease_until = clock_timestamp() where id = ?", id);
      }
      for (UUID id : lost) {
        awaitStatus(id, JobStatus.FAILED);
      }
    } finally {
      System.clearProperty(EmbeddedStack.S3_FROZEN);
    }
    Conditions.await(
        () -> database.number("select count(*) from object_deletion"), left -> left == 0);
  }

  private static OffsetDateTime past() {
    return OffsetDateTime.parse("2020-02-29T12:00:00Z");
  }

  private Job awaitStatus(UUID id, JobStatus status) throws InterruptedException {
    return Conditions.await(() -> store.find(id).orElseThrow(), job -> job.status() == status);
  }
}
