package io.diffsr.maintenance;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.diffsr.job.Job;
import io.diffsr.storage.ObjectKeys;
import io.diffsr.storage.ObjectStore;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What has been kept long enough goes, and what is deleted; nothing else does. */
@QuarkusTest
class RetentionTest {
  @Inject TestDatabase database;
  @Inject TestWorker worker;
  @Inject ObjectStore objects;

  @AfterEach
  void tidy() {
    worker.emptyTheQueue();
  }

  private UUID ended(Map<String, String> fields) {
    UUID id = Gateway.submit(fields);
    worker.succeed(worker.claim(id), PictureFiles.png(24, 20));
    return id;
  }

  /** Lets the job have ended so much earlier. */
  private void age(UUID id, Duration time) {
    database.update(
        "update job set finished_at = finished_at - make_interval(secs => ?),"
            + " expires_at = expires_at - make_interval(secs => ?),"
            + " input_due_at = input_due_at - make_interval(secs => ?),"
            + " result_due_at = result_due_at - make_interval(secs => ?) where id = ?",
        (double) time.toSeconds(),
        (double) time.toSeconds(),
        (double) time.toSeconds(),
        (double) time.toSeconds(),
        id);
  }

  private int stored(UUID id) {
    return objects.list("inputs/" + id, "", 10).size()
        + objects.list("outputs/" + id, "", 10).size()
        + objects.list("checkpoints/" + id, "", 10).size();
  }

  private void awaitStored(UUID id, int count) throws InterruptedException {
    Conditions.await(() -> stored(id), found -> found == count);
  }

  private static Instant time(ValidatableResponse job, String path) {
    return Instant.parse(job.extract().path(path));
  }

  @Test
  void anEndedJobSaysUntilWhenItIsKept() {
    UUID id = Gateway.submit(Map.of("result_ttl", "3600"));
    Gateway.job(id).body("expires_at", nullValue());
    worker.succeed(worker.claim(id), PictureFiles.png(24, 20));
    ValidatableResponse job = Gateway.job(id);
    Instant end = time(job, "finished_at");
    assertEquals(end.plus(Duration.ofDays(30)), time(job, "expires_at"));
    assertEquals(end.plus(Duration.ofHours(1)), time(job, "result.expires_at"));
    Gateway.job(ended(Map.of())).body("result.expires_at", containsString("T"));
  }

  @Test
  void aResultGoesWhenItsTimeHasCome() throws InterruptedException {
    UUID id = ended(Map.of("result_ttl", "60"));
    given().get("/v1/jobs/{id}/result", id).then().statusCode(200);
    age(id, Duration.ofMinutes(2));
    Gateway.problem(given().get("/v1/jobs/{id}/result", id), 410, "result_expired");
    given().head("/v1/jobs/{id}/result", id).then().statusCode(410);
    awaitStored(id, 1);
    assertEquals(1, objects.list(ObjectKeys.input(id), "", 10).size());
    Gateway.job(id).body("status", equalTo("succeeded"));
    Gateway.problem(given().get("/v1/jobs/{id}/result", id), 410, "result_expired");
  }

  @Test
  void anInputGoesBeforeItsResult() throws InterruptedException {
    UUID id = ended(Map.of());
    age(id, Duration.ofDays(8));
    awaitStored(id, 1);
    given().get("/v1/jobs/{id}/result", id).then().statusCode(200);
  }

  @Test
  void aJobGoesWithAllThatBelongsToIt() throws InterruptedException {
    UUID id = ended(Map.of());
    UUID other = ended(Map.of());
    age(id, Duration.ofDays(31));
    Conditions.await(() -> given().get("/v1/jobs/{id}", id).statusCode(), status -> status == 404);
    awaitStored(id, 0);
    assertEquals(0, database.number("select count(*) from job_event where job = ?", id));
    Gateway.job(other);
    assertEquals(2, stored(other));
  }

  @Test
  void whatEndedBeforeThereWasRetentionStays() throws InterruptedException {
    UUID old = ended(Map.of());
    database.update(
        "update job set spec = spec - 'retention', expires_at = null, input_due_at = null,"
            + " result_due_at = null, finished_at = finished_at - interval '900 days' where id = ?",
        old);
    UUID id = ended(Map.of());
    age(id, Duration.ofDays(31));
    awaitStored(id, 0);
    Gateway.job(old).body("expires_at", nullValue());
    given().get("/v1/jobs/{id}/result", old).then().statusCode(200);
  }

  /** The end of it was written by a version that knows no retention. */
  @Test
  void whatWasPromisedIsKeptWhoeverEndsTheJob() throws InterruptedException {
    UUID id = ended(Map.of());
    database.update(
        "update job set expires_at = null, input_due_at = null, result_due_at = null,"
            + " finished_at = finished_at - interval '8 days' where id = ?",
        id);
    awaitStored(id, 1);
    database.update(
        "update job set expires_at = null, finished_at = finished_at - interval '30 days'"
            + " where id = ?",
        id);
    Conditions.await(() -> given().get("/v1/jobs/{id}", id).statusCode(), status -> status == 404);
    awaitStored(id, 0);
  }

  @Test
  void askingTwiceDoesNotBringBackWhatIsDue() throws InterruptedException {
    UUID id = ended(Map.of());
    age(id, Duration.ofDays(8));
    awaitStored(id, 1);
    given().post("/v1/jobs/{id}/cancel", id).then().statusCode(200);
    assertEquals(
        1, database.number("select count(*) from job where id = ? and input_due_at is null", id));
  }

  @Test
  void aJobThatNobodyWorksOnIsDeletedAtOnce() throws InterruptedException {
    for (UUID id : new UUID[] {Gateway.submit(Gateway.form()), ended(Map.of())}) {
      given().delete("/v1/jobs/{id}", id).then().statusCode(204);
      Gateway.problem(given().get("/v1/jobs/{id}", id), 404, "job_not_found");
      Gateway.problem(given().delete("/v1/jobs/{id}", id), 404, "job_not_found");
      awaitStored(id, 0);
    }
  }

  @Test
  void aRunningJobIsCanceledAndThenDeleted() throws InterruptedException {
    UUID id = Gateway.submit(Gateway.form());
    Job claimed = worker.claim(id);
    given().delete("/v1/jobs/{id}", id).then().statusCode(202).body("status", equalTo("canceling"));
    given().delete("/v1/jobs/{id}", id).then().statusCode(202);
    worker.cancel(claimed);
    Conditions.await(() -> given().get("/v1/jobs/{id}", id).statusCode(), status -> status == 404);
    awaitStored(id, 0);
  }

  @Test
  void anOldIdempotencyKeyIsForgotten() throws InterruptedException {
    String key = "retention-" + UUID.randomUUID();
    UUID first = Gateway.submit(Gateway.form().header("Idempotency-Key", key));
    assertEquals(first, Gateway.submit(Gateway.form().header("Idempotency-Key", key)));
    database.update(
        "update idempotency_key set created_at = created_at - interval '25 hours' where key = ?",
        key);
    Conditions.await(
        () -> database.number("select count(*) from idempotency_key where key = ?", key),
        found -> found == 0);
    assertNotEquals(first, Gateway.submit(Gateway.form().header("Idempotency-Key", key)));
  }

  /** In batches, so that no query takes long, and nothing else is touched. */
  @Test
  void manyExpiredJobsGoAndTheServiceGoesOn() throws InterruptedException {
    UUID id = ended(Map.of());
    database.update("insert into tenant (name) values ('copies') on conflict do nothing");
    int copies = Integer.getInteger("diffsr.retention.copies", 5000);
    database.update(
        """
        insert into job (id, status, status_version, attempt, failed_attempts, priority, spec,
          created_at, available_at, releases, started_at, finished_at, result, expires_at, tenant)
        select gen_random_uuid(), status, 3, 1, 0, 0, spec, created_at, available_at, 0, started_at,
          finished_at, result, clock_timestamp() - n * interval '1 second', 'copies'
        from job, generate_series(1, ?) n where id = ?
        """,
        copies,
        id);
    while (database.number("select count(*) from job where tenant = 'copies'") > 0) {
      Gateway.job(id);
    }
    assertEquals(2, database.number("select count(*) from job_event where job = ?", id) - 1);
  }
}
