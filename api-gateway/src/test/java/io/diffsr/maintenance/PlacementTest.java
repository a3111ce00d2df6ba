package io.diffsr.maintenance;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.Job;
import io.diffsr.store.WorkerRegistry;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker is given only what it can run; a job that no worker can run shows why. */
@QuarkusTest
class PlacementTest {
  private static final long PLENTY = 1L << 40;

  @Inject TestWorker worker;
  @Inject TestDatabase database;
  @Inject WorkerRegistry registry;

  @BeforeEach
  void onlyTheWorkersOfTheTest() {
    worker.emptyTheQueue();
    database.update("delete from worker");
  }

  @AfterEach
  void tidy() {
    database.update("delete from worker");
    worker.register("test-worker");
    worker.emptyTheQueue();
  }

  @Test
  void aJobSaysThatItWaitsForAnyWorkerThenForItsModelThenForMemory() {
    UUID id = Gateway.submit(Gateway.form());
    Gateway.job(id).body("waiting_for.reason", equalTo("worker"));

    register("without", PLENTY, List.of());
    Gateway.job(id).body("waiting_for.reason", equalTo("network"));

    register("small", 1000, List.of(network(0)));
    Gateway.job(id).body("waiting_for.reason", equalTo("memory"));

    register("able", PLENTY, List.of(network(0)));
    Gateway.job(id).body("$", not(hasKey("waiting_for")));
  }

  @Test
  void whatTheNetworkAddsCountsAgainstTheSlot() {
    UUID id = Gateway.submit(Gateway.form());
    register("hungry", PLENTY, List.of(network(PLENTY)));
    Gateway.job(id).body("waiting_for.reason", equalTo("memory"));
    assertTrue(worker.tryClaim(id, "hungry").isEmpty());
  }

  @Test
  void aJobThatStartsFromAnotherNetworkWaitsForAWorkerThatHasBoth() {
    UUID id = Gateway.submit(Gateway.form());
    database.update("update job set start_network = 'sharp' where id = ?", id);
    register("able", PLENTY, List.of(network(0)));
    Gateway.job(id).body("waiting_for.reason", equalTo("network"));
    assertTrue(worker.tryClaim(id, "able").isEmpty());

    register("able", PLENTY, List.of(network(0), network("sharp", PLENTY)));
    Gateway.job(id).body("waiting_for.reason", equalTo("memory"));

    register("able", PLENTY, List.of(network(0), network("sharp", 0)));
    Gateway.job(id).body("$", not(hasKey("waiting_for")));
    // What was declined is offered again after a while.
    database.update("update job set available_at = clock_timestamp() where id = ?", id);
    assertEquals(id, worker.tryClaim(id, "able").orElseThrow().id());
  }

  @Test
  void aWorkerThatStartsAnewWithFewerModelsIsNotGivenTheOthers() {
    register("able", PLENTY, List.of(network(0)));
    register("able", PLENTY, List.of());
    UUID id = Gateway.submit(Gateway.form());
    Gateway.job(id).body("waiting_for.reason", equalTo("network"));
    assertTrue(worker.tryClaim(id, "able").isEmpty());
  }

  @Test
  void aJobWithoutANetworkRunsAnywhere() {
    register("without", PLENTY, List.of());
    UUID id = Gateway.submit(Map.of("method", "bicubic"));
    Gateway.job(id).body("$", not(hasKey("waiting_for")));
    assertEquals(id, worker.tryClaim(id, "without").orElseThrow().id());
  }

  @Test
  void aWorkerThatCannotRunTheOfferedJobTakesTheNextThatItCanAndNoAttemptIsSpent() {
    register("without", PLENTY, List.of());
    register("able", PLENTY, List.of(network(0)));
    UUID diffusion = Gateway.submit(Map.of("priority", "9"));
    UUID plain = Gateway.submit(Map.of("method", "bicubic", "priority", "1"));

    Job taken = worker.tryClaim(diffusion, "without").orElseThrow();

    assertEquals(plain, taken.id());
    Gateway.job(diffusion).body("status", equalTo("queued")).body("attempt", equalTo(0));
    assertTrue(worker.tryClaim(plain, "able").isEmpty());
    database.update("update job set available_at = clock_timestamp() where id = ?", diffusion);
    assertEquals(1, worker.tryClaim(diffusion, "able").orElseThrow().attempt());
  }

  @Test
  void aWorkerThatHasNotRegisteredTakesNothing() {
    UUID id = Gateway.submit(Gateway.form());
    Optional<Job> taken = worker.tryClaim(id, "unknown");
    assertTrue(taken.isEmpty());
  }

  @Test
  void aMetricCountsTheJobsThatNoWorkerCanRun() throws Exception {
    register("without", PLENTY, List.of());
    Gateway.submit(Gateway.form());
    Conditions.await(PlacementTest::withoutWorker, jobs -> jobs == 1);
    register("able", PLENTY, List.of(network(0)));
    Conditions.await(PlacementTest::withoutWorker, jobs -> jobs == 0);
  }

  private static double withoutWorker() {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("diffsr_jobs_without_worker"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(-1);
  }

  private static WorkerRegistry.Network network(long memory) {
    return network("diffsr-small", memory);
  }

  private static WorkerRegistry.Network network(String name, long memory) {
    return new WorkerRegistry.Network(name, "00", memory, 0, 0);
  }

  private void register(String name, long memory, List<WorkerRegistry.Network> networks) {
    registry.register(new WorkerRegistry.Worker(name, 1, memory, "cpu", networks));
  }
}
