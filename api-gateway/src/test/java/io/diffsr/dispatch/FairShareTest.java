package io.diffsr.dispatch;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.access.TenantTable;
import io.diffsr.job.Job;
import io.diffsr.store.DispatchStore;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tenants share the workers by their weights, however many jobs each of them has. */
@QuarkusTest
class FairShareTest {
  @Inject TestWorker worker;
  @Inject TestDatabase database;
  @Inject DispatchStore dispatch;
  @Inject DataSource dataSource;

  private UUID template;

  /** The gateway's own dispatcher finds nothing: what it does meanwhile is not part of a test. */
  @BeforeEach
  void prepare() {
    worker.emptyTheQueue();
    template = Gateway.submit(Gateway.form());
    worker.succeed(worker.claim(template), PictureFiles.png(24, 20));
    given().post("/v1/queue/pause").then().statusCode(200);
  }

  @AfterEach
  void tidy() {
    database.update("delete from job where tenant like 'share-%'");
    given().post("/v1/queue/resume").then().statusCode(200);
  }

  private void tenant(String name, double weight) {
    new TenantTable(dataSource).put(name, weight);
  }

  private void queue(String tenant, int jobs, int priority) {
    database.update(
        """
        insert into job (id, status, status_version, attempt, failed_attempts, priority, spec,
          created_at, available_at, releases, input_pixels, output_pixels, memory, tenant)
        select gen_random_uuid(), 'QUEUED', 1, 0, 0, ?, jsonb_set(
            jsonb_set(spec, '{tenant}', to_jsonb(?::text)), '{priority}', to_jsonb(?)),
          clock_timestamp() + n * interval '1 microsecond', created_at, 0, 0, 0, 0, ?
        from job, generate_series(1, ?) n where id = ?
        """,
        priority,
        tenant,
        priority,
        tenant,
        jobs,
        template);
  }

  /** Asks as a dispatcher does, in a transaction in which the queue is not paused. */
  private List<Job> release(int most) {
    return QuarkusTransaction.requiringNew()
        .call(
            () -> {
              database.update("update queue set paused_at = null");
              List<Job> released = dispatch.release(most);
              database.update("update queue set paused_at = clock_timestamp()");
              return released;
            });
  }

  @Test
  void aSingleJobDoesNotWaitBehindFiveThousandOfAnother() {
    tenant("share-many", 1);
    tenant("share-one", 1);
    queue("share-many", 5000, 9);
    assertEquals(10, release(10).size());
    queue("share-one", 1, 0);
    assertEquals("share-one", release(1).get(0).spec().tenant());
    assertEquals("share-many", release(1).get(0).spec().tenant());
  }

  @Test
  void withinATenantPriorityDecides() {
    tenant("share-a", 1);
    tenant("share-b", 1);
    queue("share-a", 3, 1);
    queue("share-a", 1, 8);
    queue("share-b", 2, 5);
    assertEquals(List.of(8, 5), release(2).stream().map(job -> job.spec().priority()).toList());
  }

  /** Eight places; jobs of random lengths; each tenant always has more to do. */
  @Test
  void underLoadTheTimeIsSharedByWeight() {
    Map<String, Double> weights = Map.of("share-light", 1.0, "share-heavy", 3.0);
    weights.forEach(this::tenant);
    weights.keySet().forEach(name -> queue(name, 400, 5));
    Random random = new Random(7);
    Deque<Running> running = new ArrayDeque<>();
    Map<String, Double> busy = new HashMap<>();
    for (int tick = 0; tick < 120; tick++) {
      while (running.size() < 8) {
        Job job = release(1).get(0);
        running.add(new Running(job.spec().tenant(), job.id(), tick + 1 + random.nextInt(8)));
      }
      running.forEach(job -> busy.merge(job.tenant(), 1.0, Double::sum));
      int now = tick;
      List<Running> ended = running.stream().filter(job -> job.end() <= now).toList();
      ended.forEach(job -> database.update("delete from job where id = ?", job.id()));
      running.removeAll(ended);
    }
    double all = busy.values().stream().mapToDouble(Double::doubleValue).sum();
    assertEquals(0.75, busy.get("share-heavy") / all, 0.05 * 0.75, busy::toString);
  }

  private record Running(String tenant, UUID id, int end) {}

  @Test
  void anAdminSetsWeights() {
    given()
        .put("/v1/tenants/share-x?weight=2.5")
        .then()
        .statusCode(200)
        .body("weight", equalTo(2.5f));
    given().get("/v1/tenants").then().body("tenants.name", hasItems("default", "share-x"));
    for (String wrong :
        new String[] {
          "share-x?weight=1e-309", "share-x?weight=1e9", "share-x?weight=x", "No?weight=1"
        }) {
      Gateway.problem(given().put("/v1/tenants/" + wrong), 422, "invalid_request");
    }
    assertTrue(database.number("select count(*) from tenant where name = 'share-x'") == 1);
  }
}
