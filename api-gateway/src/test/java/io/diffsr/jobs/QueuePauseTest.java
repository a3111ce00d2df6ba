package io.diffsr.jobs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.diffsr.job.Job;
import io.diffsr.store.DispatchStore;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** While the queue is paused, jobs are accepted and wait; what runs goes on. */
@QuarkusTest
class QueuePauseTest {
  @Inject TestWorker worker;
  @Inject TestDatabase database;
  @Inject DispatchStore dispatch;

  @AfterEach
  void tidy() {
    given().post("/v1/queue/resume").then().statusCode(200);
    worker.emptyTheQueue();
  }

  private boolean released(UUID id) {
    return database.number("select count(*) from job where id = ? and released_at is not null", id)
        == 1;
  }

  @Test
  void nothingIsReleasedUntilTheQueueIsResumed() throws InterruptedException {
    UUID running = Gateway.submit(Gateway.form());
    Job claimed = worker.claim(running);
    given()
        .post("/v1/queue/pause")
        .then()
        .statusCode(200)
        .body("paused", equalTo(true))
        .body("paused_at", notNullValue());
    given().post("/v1/queue/pause").then().body("paused", equalTo(true));
    given().get("/q/metrics").then().body(containsString("diffsr_queue_paused 1.0"));
    UUID waiting = Gateway.submit(Gateway.form());
    // As the dispatcher asks, and as a worker does that was offered what is gone.
    assertEquals(List.of(), dispatch.release(10));
    assertEquals(Optional.empty(), worker.tryClaim(UUID.randomUUID(), "test-worker"));
    worker.succeed(claimed, PictureFiles.png(24, 20));
    Gateway.job(running).body("status", equalTo("succeeded"));
    Gateway.job(waiting).body("status", equalTo("queued"));
    assertFalse(released(waiting));
    given().get("/v1/queue").then().body("paused", equalTo(true));
    given()
        .post("/v1/queue/resume")
        .then()
        .statusCode(200)
        .body("paused", equalTo(false))
        .body("paused_at", nullValue());
    Conditions.await(() -> released(waiting), found -> found);
  }
}
