package io.diffsr.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.endtoend.Stack.Running;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An outage of a part of the service costs no job an attempt, and everything goes on after it. */
class OutagesTest {
  private static final Map<String, String> LONG =
      Map.of("scale", "2", "seed", "3", "noise_level", "0.9", "steps", "250");
  private static final Map<String, String> SHORT = Map.of("scale", "1.5", "steps", "2");
  private static final byte[] PICTURE = PictureFiles.disc(64, 64);

  /** Of the workers of {@link Stack}. */
  private static final Duration LEASE = Duration.ofSeconds(4);

  private final Stack stack = stack();
  private final List<Running> started = new ArrayList<>();

  private static Stack stack() {
    try {
      return Stack.shared();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() {
    Collections.reverse(started);
    started.forEach(Running::close);
  }

  private Running kept(Running running) {
    started.add(running);
    return running;
  }

  @Test
  void aWorkerTakesJobsAgainAfterKafkaWasKilledInTheMiddleOfOne() throws Exception {
    Running gateway = kept(stack.gateway());
    Running worker = kept(stack.worker(Map.of("DIFFSR_MESSAGING_RECORD_LOCK", "15S")));
    String id = gateway.api().submit(PICTURE, LONG);
    gateway.api().awaitSampling(id);
    stack.kill("kafka");
    try {
      Conditions.await(
          "the worker to lose the lock on its record",
          () -> Files.readString(worker.process().log()).contains("lock on the record"));
    } finally {
      stack.restart("kafka");
    }
    assertEquals(1, gateway.api().awaitStatus(id, "succeeded").path("attempt").asInt());
    for (int i = 0; i < 3; i++) {
      String next = gateway.api().submit(PICTURE, SHORT);
      assertEquals(1, gateway.api().awaitStatus(next, "succeeded").path("attempt").asInt());
    }
  }

  @Test
  void queuedJobsOutliveAnObjectStoreThatIsAwayAndNewOnesAreToldToComeBack() throws Exception {
    Running gateway = kept(stack.gateway());
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(gateway.api().submit(PICTURE, SHORT));
    }
    Running worker;
    stack.kill("s3");
    try {
      Api.Answer refused = gateway.api().post(PICTURE, SHORT);
      assertEquals(503, refused.status(), refused.body());
      assertEquals("5", refused.header("Retry-After"));
      assertEquals("storage_unavailable", refused.json().path("code").asText());
      // It is not ready while there is no object store.
      worker = kept(stack.startWorker(Map.of()));
      Conditions.await(
          "the worker to wait for the object store",
          () -> worker.answers() && worker.metric("diffsr_storage_away", "") == 1);
    } finally {
      stack.restart("s3");
    }
    for (String id : ids) {
      JsonNode job = gateway.api().awaitStatus(id, "succeeded");
      assertEquals(1, job.path("attempt").asInt(), job::toString);
      assertFalse(job.has("error"), job::toString);
    }
    assertEquals(0, worker.metric("diffsr_storage_away", ""));
  }

  @Test
  void aDatabaseThatStandsStillForLongerThanALeaseCostsNoAttempt() throws Exception {
    Running gateway = kept(stack.gateway());
    kept(stack.worker());
    String id = gateway.api().submit(PICTURE, LONG);
    gateway.api().awaitSampling(id);
    long frozen = System.nanoTime();
    stack.signal("postgresql", "STOP");
    try {
      Conditions.await(
          "two leases to pass", () -> System.nanoTime() - frozen > LEASE.multipliedBy(2).toNanos());
    } finally {
      stack.signal("postgresql", "CONT");
    }
    JsonNode job = gateway.api().awaitStatus(id, "succeeded");
    assertEquals(1, job.path("attempt").asInt(), job::toString);
    assertEquals(List.of("job.queued", "job.running", "job.succeeded"), gateway.api().events(id));
  }

  @Test
  void aJobThatAdvancesOutlivesAnyNumberOfWorkers() throws Exception {
    Running gateway = kept(stack.gateway());
    String id = gateway.api().submit(PICTURE, LONG);
    // More often than attempts may fail.
    for (int attempt = 1; attempt <= 4; attempt++) {
      Running worker = stack.worker();
      awaitTwoCheckpoints(id);
      worker.kill();
      JsonNode job = gateway.api().job(id);
      assertEquals(attempt, job.path("attempt").asInt(), job::toString);
    }
    kept(stack.worker());
    JsonNode job = gateway.api().awaitStatus(id, "succeeded");
    assertEquals(5, job.path("attempt").asInt(), job::toString);
    assertTrue(job.path("result").path("resumed_at_step").asInt() > 0, job::toString);
  }

  /** The second is stored after the first has been told to the database. */
  private void awaitTwoCheckpoints(String id) {
    for (int i = 0; i < 2; i++) {
      FileTime before = lastStored(id);
      Conditions.await("a checkpoint", () -> !lastStored(id).equals(before));
    }
  }

  private FileTime lastStored(String id) {
    Path file = stack.checkpoint(id);
    try {
      return Files.exists(file) ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
