package io.diffsr.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.store.IdempotencyStore;
import io.diffsr.store.IdempotencyStore.Claim;
import io.diffsr.store.IdempotencyStore.LostClaimException;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A claim whose gateway has died may be taken over, by the same request only and once. */
@QuarkusTest
class IdempotencyClaimTest {
  @Inject IdempotencyStore keys;
  @Inject TestDatabase database;
  @Inject TestWorker worker;

  private final String key = UUID.randomUUID().toString();

  @AfterEach
  void tidy() {
    worker.emptyTheQueue();
  }

  private UUID fresh(String payload) {
    return assertInstanceOf(Claim.Fresh.class, keys.claim(key, payload)).fence();
  }

  private void letTheClaimAge() {
    database.update(
        "update idempotency_key set created_at = created_at - interval '3 minutes' where key = ?",
        key);
  }

  @Test
  void anotherPayloadIsRefusedHoweverOldTheClaimIs() {
    fresh("one");
    letTheClaimAge();
    assertInstanceOf(Claim.OtherPayload.class, keys.claim(key, "two"));
  }

  @Test
  void theSlowerOfTwoRequestsWritesNoAnswer() {
    UUID slow = fresh("one");
    letTheClaimAge();
    UUID quick = fresh("one");
    UUID job = Gateway.submit(Gateway.form());

    assertThrows(LostClaimException.class, () -> keys.complete(key, slow, job, "slow"));
    keys.abandon(key, slow);
    keys.complete(key, quick, job, "quick");
    assertThrows(LostClaimException.class, () -> keys.complete(key, slow, job, "slow"));

    Claim.Answered answered = assertInstanceOf(Claim.Answered.class, keys.claim(key, "one"));
    assertEquals("quick", answered.answer());
    assertEquals(job, answered.job());
  }
}
