package io.diffsr.attempt;

import static io.diffsr.attempt.ClaimedJobs.ID;
import static io.diffsr.attempt.ClaimedJobs.LEASE;
import static io.diffsr.attempt.ClaimedJobs.NOW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.Job;
import io.diffsr.storage.ObjectKeys;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A checkpoint helps where it can and harms nowhere. */
class AttemptCheckpointsTest {
  private static final byte[] STATE = {1, 2, 3};

  private final ObjectsInMemory objects = new ObjectsInMemory();
  private final Job first = ClaimedJobs.claimed();
  private final Job second = first.requeued(1, NOW).claimed("second", LEASE, NOW);

  @Test
  void theNextAttemptGoesOnFromTheStoredState() throws IOException {
    new AttemptCheckpoints(objects, first, LEASE).store(output -> output.write(STATE));
    assertArrayEquals(
        STATE, new AttemptCheckpoints(objects, second, LEASE).last().orElseThrow().readAllBytes());
  }

  @Test
  void aFirstAttemptDoesNotLookForOne() {
    objects.put(ObjectKeys.checkpoint(ID), STATE, "application/octet-stream");
    assertEquals(Optional.empty(), new AttemptCheckpoints(objects, first, LEASE).last());
  }

  @Test
  void whereTheObjectStoreIsAwayTheRunGoesOnWithout() {
    objects.away(true);
    new AttemptCheckpoints(objects, first, LEASE).store(output -> output.write(STATE));
    assertEquals(Optional.empty(), new AttemptCheckpoints(objects, second, LEASE).last());
    objects.away(false);
    assertEquals(Optional.empty(), new AttemptCheckpoints(objects, second, LEASE).last());
  }

  @Test
  void checkpointsKeepTheirDistance() {
    assertTrue(new AttemptCheckpoints(objects, first, Duration.ZERO).due());
    AttemptCheckpoints rare = new AttemptCheckpoints(objects, first, Duration.ofDays(1));
    assertTrue(rare.store(output -> output.write(STATE)));
    assertFalse(rare.due());
  }
}
