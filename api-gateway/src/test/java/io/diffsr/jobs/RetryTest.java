package io.diffsr.jobs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.job.ErrorCode;
import io.diffsr.job.Job;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Jobs that failed by no fault of their own are found, and tried again. */
@QuarkusTest
class RetryTest {
  @Inject TestWorker worker;
  @Inject TestDatabase database;

  @AfterEach
  void tidy() {
    worker.emptyTheQueue();
  }

  /** Three attempts, all in vain. */
  private UUID dead() {
    UUID id = Gateway.submit(Gateway.form());
    for (int i = 0; i < 3; i++) {
      database.update("update job set available_at = clock_timestamp() where id = ?", id);
      worker.fail(worker.claim(id), ErrorCode.MODEL_FAILED);
    }
    Gateway.job(id).body("status", equalTo("failed")).body("error.retryable", equalTo(true));
    return id;
  }

  private UUID hopeless() {
    UUID id = Gateway.submit(Gateway.form());
    worker.fail(worker.claim(id), ErrorCode.INVALID_PICTURE);
    return id;
  }

  @Test
  void aJobThatIsRetriedEndsAsAnyOther() {
    UUID id = dead();
    given()
        .post("/v1/jobs/{id}/retry", id)
        .then()
        .statusCode(200)
        .body("status", equalTo("queued"))
        .body("finished_at", nullValue())
        .body("expires_at", nullValue());
    Job claimed = worker.claim(id);
    assertEquals(4, claimed.attempt());
    worker.succeed(claimed, PictureFiles.png(24, 20));
    Gateway.job(id).body("status", equalTo("succeeded")).body("error", nullValue());
    given().get("/v1/jobs/{id}/result", id).then().statusCode(200);
  }

  @Test
  void whatCannotHelpIsRefused() {
    UUID queued = Gateway.submit(Gateway.form());
    UUID expired = dead();
    database.update(
        "update job set finished_at = finished_at - interval '8 days' where id = ?", expired);
    UUID overdue = dead();
    database.update(
        "update job set spec = jsonb_set(spec, '{deadline}', to_jsonb(?::text)), deadline ="
            + " clock_timestamp() where id = ?",
        Instant.now().toString(),
        overdue);
    for (UUID id : new UUID[] {queued, hopeless(), expired, overdue}) {
      Gateway.problem(given().post("/v1/jobs/{id}/retry", id), 409, "job_not_retryable");
    }
    // Nor does one of them keep the others.
    database.update("update job set expires_at = null, input_due_at = null where id = ?", expired);
    given().post("/v1/jobs/retry").then().statusCode(200).body("retried", equalTo(0));
    Gateway.problem(given().post("/v1/jobs/{id}/retry", UUID.randomUUID()), 404, "job_not_found");
  }

  @Test
  void allThatMayBeAreListedAndRetriedAtOnce() {
    UUID first = dead();
    UUID second = dead();
    UUID hopeless = hopeless();
    given()
        .get("/v1/jobs?retryable=true&page_size=200")
        .then()
        .statusCode(200)
        .body("jobs.id", hasItem(first.toString()))
        .body("jobs.id", hasItem(second.toString()))
        .body("jobs.id", not(hasItem(hopeless.toString())))
        .body("jobs.status", everyItem(equalTo("failed")));
    given()
        .get("/q/metrics")
        .then()
        .body(containsString("diffsr_jobs_retryable "))
        .body(containsString("diffsr_jobs_retryable_age_seconds "));
    given()
        .post("/v1/jobs/retry")
        .then()
        .statusCode(200)
        .body("retried", greaterThanOrEqualTo(2))
        .body("more", equalTo(false));
    Gateway.job(first).body("status", equalTo("queued"));
    Gateway.job(second).body("status", equalTo("queued"));
    Gateway.job(hopeless).body("status", equalTo("failed"));
    given().post("/v1/jobs/retry").then().body("retried", equalTo(0));
    Gateway.problem(given().get("/v1/jobs?retryable=perhaps"), 422, "invalid_request");
    given().put("/v1/jobs/retry").then().statusCode(405);
  }
}
