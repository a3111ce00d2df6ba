package io.diffsr.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.endtoend.Stack.Running;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.MethodFolders;
import io.diffsr.testing.PictureFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service promises when its parts die, freeze, stop or start anew. */
class FaultsTest {
  /** Long enough to be disturbed: hundreds of network calls. */
  private static final Map<String, String> LONG =
      Map.of("scale", "2", "seed", "3", "noise_level", "0.9", "steps", "250");

  private static final Map<String, String> SHORT = Map.of("scale", "1.5", "steps", "2");
  private static final byte[] PICTURE = PictureFiles.disc(64, 64);

  private final List<Running> started = new ArrayList<>();

  @AfterEach
  void stop() {
    Collections.reverse(started);
    started.forEach(Running::close);
  }

  private Running gateway() throws InterruptedException {
    return kept(Stack.shared().gateway());
  }

  private Running worker() throws InterruptedException {
    return kept(Stack.shared().worker());
  }

  private Running kept(Running running) {
    started.add(running);
    return running;
  }

  @Test
  void aJobWhoseWorkerIsKilledGoesOnFromItsCheckpointOnAnotherAndGivesTheSameBytes()
      throws Exception {
    Running gateway = gateway();
    Running first = worker();
    String undisturbed = gateway.api().submit(PICTURE, LONG);
    JsonNode whole = gateway.api().awaitStatus(undisturbed, "succeeded").path("result");

    String id = gateway.api().submit(PICTURE, LONG);
    Conditions.await("a checkpoint", () -> Files.exists(Stack.shared().checkpoint(id)));
    first.kill();
    Running second = worker();
    JsonNode job = gateway.api().awaitStatus(id, "succeeded");
    assertEquals(2, job.path("attempt").asInt());
    assertEquals(1, Stack.shared().outputs(id).size());
    assertEquals(1, Collections.frequency(gateway.api().events(id), "job.succeeded"));
    assertEquals(1, second.metric("diffsr_attempts_total", "succeeded"));
    JsonNode result = job.path("result");
    assertEquals(whole.path("sha256"), result.path("sha256"));
    assertTrue(result.path("resumed_at_step").asInt() > 0, result::toString);
    assertTrue(
        result.path("network_calls").asInt() < whole.path("network_calls").asInt(),
        result::toString);
    Conditions.await("the checkpoint to go", () -> !Files.exists(Stack.shared().checkpoint(id)));
  }

  /** A call of a minute that no interrupt ends, as one into a native library. */
  @Test
  void aWorkerThatHangsInACallEndsAndAnotherTakesItsJob(@TempDir Path folder) throws Exception {
    Running gateway = kept(Stack.shared().gateway(Map.of("DIFFSR_MODELS_METHODS", "slow")));
    Path hanging = MethodFolders.simulated(folder.resolve("hanging"), "slow", 1, 60_000);
    Path quick = MethodFolders.simulated(folder.resolve("quick"), "slow", 1, 1);
    Map<String, String> impatient =
        Map.of(
            "DIFFSR_WORKER_MODELS",
            hanging.getParent().toString(),
            "DIFFSR_WORKER_STALL_LIMIT",
            "2S");
    Running first = kept(Stack.shared().worker(impatient));
    String id = gateway.api().submit(PICTURE, Map.of("scale", "2", "method", "slow"));
    gateway.api().awaitStatus(id, "running");
    Conditions.await("the worker to end", () -> !first.process().alive());
    assertTrue(first.process().ending().contains("exit code 1"), first.process()::ending);
    kept(Stack.shared().worker(Map.of("DIFFSR_WORKER_MODELS", quick.getParent().toString())));
    assertEquals(2, gateway.api().awaitStatus(id, "succeeded").path("attempt").asInt());
  }

  @Test
  void aWorkerThatWasFrozenBeyondItsLeaseCannotPublish() throws Exception {
    Running gateway = gateway();
    Running frozen = worker();
    String id = gateway.api().submit(PICTURE, LONG);
    gateway.api().awaitSampling(id);
    frozen.signal("STOP");
    Running second = worker();
    JsonNode job = gateway.api().awaitStatus(id, "succeeded");
    frozen.signal("CONT");
    Conditions.await(
        "the thawed worker to see that it has lost the job",
        () -> frozen.metric("diffsr_lease_losses_total", "") >= 1);
    assertEquals(2, job.path("attempt").asInt());
    assertEquals(1, second.metric("diffsr_attempts_total", "succeeded"));
    second.close();

    String next = gateway.api().submit(PICTURE, SHORT);
    gateway.api().awaitStatus(next, "succeeded");
    assertEquals(job, gateway.api().job(id));
    assertEquals(1, Stack.shared().outputs(id).size());
    assertEquals(1, Collections.frequency(gateway.api().events(id), "job.succeeded"));
  }

  @Test
  void aWorkerThatIsAskedToStopGivesItsJobBackWithoutSpendingAnAttempt() throws Exception {
    Running gateway = gateway();
    String id = gateway.api().submit(PICTURE, LONG);
    // As often as attempts may fail, and once more.
    for (int round = 1; round <= 4; round++) {
      Running worker = worker();
      gateway.api().awaitSampling(id);
      assertEquals(round, gateway.api().job(id).path("attempt").asInt());
      assertTrue(worker.process().handle().destroy(), "SIGTERM was not sent");
      worker.process().handle().onExit().join();
      JsonNode job = gateway.api().job(id);
      assertEquals("queued", job.path("status").asText(), job::toString);
      assertFalse(job.has("error"), job::toString);
    }
    gateway.api().cancel(id);
    gateway.api().awaitStatus(id, "canceled");
  }

  @Test
  void aGatewayThatStartsAnewFindsTheQueuedJobsAndAllFinish() throws Exception {
    Running first = gateway();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(first.api().submit(PICTURE, SHORT));
    }
    first.kill();
    Running second = gateway();
    worker();
    for (String id : ids) {
      second.api().awaitStatus(id, "succeeded");
    }
  }

  @Test
  void aQueuedJobIsCanceledAtOnceAndARunningOneBetweenTwoNetworkCalls() throws Exception {
    Running gateway = gateway();
    worker();
    String running = gateway.api().submit(PICTURE, LONG);
    gateway.api().awaitSampling(running);
    String queued = gateway.api().submit(PICTURE, LONG);
    gateway.api().cancel(queued);
    assertEquals("canceled", gateway.api().job(queued).path("status").asText());
    gateway.api().cancel(running);
    JsonNode job = gateway.api().awaitStatus(running, "canceled");
    assertFalse(job.has("result"), job::toString);
    assertEquals(
        List.of("job.queued", "job.running", "job.canceling", "job.canceled"),
        gateway.api().events(running));
    assertEquals(0, Stack.shared().outputs(running).size());

    String next = gateway.api().submit(PICTURE, SHORT);
    gateway.api().awaitStatus(next, "succeeded");
  }

  @Test
  void fortyJobsOverTwoWorkersAllSucceedAndBothWork() throws Exception {
    Running gateway = gateway();
    Running first = worker();
    Running second = worker();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      ids.add(gateway.api().submit(PICTURE, SHORT));
    }
    for (String id : ids) {
      JsonNode job = gateway.api().awaitStatus(id, "succeeded");
      assertEquals(1, job.path("attempt").asInt());
      assertEquals(1, Stack.shared().outputs(id).size());
    }
    double byFirst = succeeded(first);
    double bySecond = succeeded(second);
    assertEquals(40, byFirst + bySecond);
    assertTrue(byFirst > 0 && bySecond > 0, byFirst + " and " + bySecond);
  }

  private static double succeeded(Running worker) throws IOException {
    return worker.metric("diffsr_attempts_total", "succeeded");
  }
}
