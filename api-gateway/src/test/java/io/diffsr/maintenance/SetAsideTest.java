package io.diffsr.maintenance;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.store.DispatchStore;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.JobsTopic;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A row of a newer version stops nobody but itself. */
@QuarkusTest
class SetAsideTest {
  private static final String SET_SAMPLER =
      "update job set spec = jsonb_set(spec, '{upscale,sampler}', to_jsonb(?::text)),"
          + " released_at = null where id = ?";

  @Inject TestWorker worker;
  @Inject TestDatabase database;
  @Inject DispatchStore dispatch;

  @BeforeEach
  @AfterEach
  void emptyTheQueue() {
    worker.emptyTheQueue();
  }

  @Test
  void theListGoesOnBehindARowThatCannotBeRead() {
    UUID older = Gateway.submit(Gateway.form());
    UUID newer = Gateway.submit(Gateway.form());
    database.update(SET_SAMPLER, "UNIPC", newer);
    try {
      String next =
          given()
              .get("/v1/jobs?page_size=1")
              .then()
              .statusCode(200)
              .body("jobs", empty())
              .extract()
              .path("next_page_token");
      given()
          .get("/v1/jobs?page_size=1&page_token={token}", next)
          .then()
          .body("jobs[0].id", equalTo(older.toString()));
    } finally {
      database.update(SET_SAMPLER, "DDIM", newer);
    }
  }

  @Test
  void aJobThatThisVersionCannotReadIsSetAsideWhileTheOthersGoOn() throws Exception {
    UUID newer = Gateway.submit(Gateway.form());
    database.update(SET_SAMPLER, "UNIPC", newer);
    try (JobsTopic topic = new JobsTopic()) {
      String other = Gateway.submit(Gateway.form()).toString();
      String released = topic.next().key();
      while (!released.equals(other)) {
        released = topic.next().key();
      }
    }
    Conditions.await(this::setAside, jobs -> jobs == 1);
    Gateway.problem(given().get("/v1/jobs/{id}", newer), 500, "job_unreadable");
    given().get("/v1/jobs").then().statusCode(200);

    database.update(SET_SAMPLER, "DDIM", newer);
    Conditions.await(this::setAside, jobs -> jobs == 0);
    assertEquals(1, worker.claim(newer).attempt());
  }

  @Test
  void aLostLeaseOfSuchAJobDoesNotHideTheOthers() throws Exception {
    UUID newer = Gateway.submit(Gateway.form());
    UUID known = Gateway.submit(Gateway.form());
    worker.claim(newer);
    worker.claim(known);
    database.update(SET_SAMPLER, "UNIPC", newer);
    database.update(
        "update job set lease_until = clock_timestamp() - interval '1 second' where id in (?, ?)",
        newer,
        known);
    Conditions.await(
        () -> given().get("/v1/jobs/{id}", known).<String>path("status"), "queued"::equals);
    database.update(SET_SAMPLER, "DDIM", newer);
    Conditions.await(
        () -> given().get("/v1/jobs/{id}", newer).<String>path("status"), "queued"::equals);
  }

  /** As many as the window holds: they would stop all dispatch if they counted. */
  @Test
  void jobsThatAreSetAsideTakeNoPlaceInTheDispatchWindow() throws Exception {
    UUID newer = Gateway.submit(Gateway.form());
    try (JobsTopic topic = new JobsTopic()) {
      database.update(
          """
          update job set released_at = clock_timestamp(), releases = 1,
            spec = jsonb_set(spec, '{upscale,sampler}', to_jsonb('UNIPC'::text)),
            set_aside_at = clock_timestamp() where id = ?
          """,
          newer);
      long before = dispatch.countReleased();
      UUID other = Gateway.submit(Gateway.form());
      String released = topic.next().key();
      while (!released.equals(other.toString())) {
        released = topic.next().key();
      }
      assertEquals(0, before);
    }
    database.update(SET_SAMPLER, "DDIM", newer);
    Conditions.await(this::setAside, jobs -> jobs == 0);
  }

  private long setAside() {
    return database.number("select count(*) from job where set_aside_at is not null");
  }
}
