package io.diffsr.jobs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.ErrorCode;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class JobReadingTest {
  @Inject TestWorker worker;

  @AfterEach
  void tidy() {
    worker.emptyTheQueue();
  }

  @Test
  void aJobIsShownAsItIsNow() {
    UUID id = Gateway.submit(Gateway.form());
    Gateway.job(id).body("status", equalTo("queued")).body("queue_position", equalTo(0));

    var claimed = worker.claim(id);
    Gateway.job(id)
        .body("status", equalTo("running"))
        .body("attempt", equalTo(1))
        .body("status_version", equalTo(2))
        .body("$", hasKey("started_at"))
        .body("$", not(hasKey("queue_position")));

    worker.renew(claimed, 40);
    Gateway.job(id)
        .body("progress.phase", equalTo("sample"))
        .body("progress.step", equalTo(4))
        .body("progress.steps", equalTo(10))
        .body("progress.tiles", equalTo(6))
        .body("progress.network_calls", equalTo(24))
        .body("progress.percent", equalTo(40f))
        .body("progress.eta_seconds", equalTo(1.5f));

    byte[] file = PictureFiles.png(24, 20);
    worker.succeed(claimed, file);
    Gateway.job(id)
        .body("status", equalTo("succeeded"))
        .body("$", hasKey("finished_at"))
        .body("result.media_type", equalTo("image/png"))
        .body("result.bytes", equalTo(file.length))
        .body("result.sha256", equalTo(TestWorker.sha256(file)))
        .body("result.width", equalTo(24))
        .body("result.seconds_per_phase.sample", equalTo(0.5f))
        .body("$", not(hasKey("error")));
  }

  @Test
  void whyAJobFailedIsShown() {
    UUID id = Gateway.submit(Gateway.form());
    worker.fail(worker.claim(id), ErrorCode.INVALID_PICTURE);
    Gateway.job(id)
        .body("status", equalTo("failed"))
        .body("error.code", equalTo("invalid_picture"))
        .body("error.message", equalTo("as the test asked"))
        .body("error.retryable", equalTo(false));
  }

  @Test
  void aJobThatWillBeTriedAgainShowsWhyItFailedLast() {
    UUID id = Gateway.submit(Gateway.form());
    worker.fail(worker.claim(id), ErrorCode.OUT_OF_MEMORY);
    Gateway.job(id)
        .body("status", equalTo("queued"))
        .body("error.code", equalTo("out_of_memory"))
        .body("error.retryable", equalTo(true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"01890a5d-ac96-774b-bcce-b302099a8057", "1-2-3-4-5", "nothing", "%20", "%00"})
  void aJobThatIsNotThereIsAProblem(String id) {
    for (String rest : List.of("", "/result", "/events", "/webhook-deliveries")) {
      Gateway.problem(
              given().urlEncodingEnabled(false).get("/v1/jobs/" + id + rest), 404, "job_not_found")
          .body("retryable", equalTo(false));
    }
    Gateway.problem(
        given().urlEncodingEnabled(false).post("/v1/jobs/" + id + "/cancel"), 404, "job_not_found");
  }

  @Test
  void theListIsNewestFirstAndCanBeFiltered() {
    UUID queued = Gateway.submit(Gateway.form());
    UUID running = Gateway.submit(Gateway.form());
    worker.claim(running);
    UUID last = Gateway.submit(Gateway.form());

    assertEquals(List.of(last, running, queued), ids(list(Map.of("page_size", 3))));
    assertEquals(List.of(last, queued), ids(list(Map.of("page_size", 2, "status", "queued"))));
    given()
        .queryParam("status", "running")
        .get("/v1/jobs")
        .then()
        .statusCode(200)
        .body("jobs.status", everyItem(equalTo("running")))
        .body("jobs.id", hasItem(running.toString()));
    Gateway.problem(given().queryParam("status", "asleep").get("/v1/jobs"), 422, "invalid_request");
    worker.cancel(worker.cancelRequested(running));
  }

  @Test
  void aWalkOverAllPagesMeetsEveryJobOnce() {
    List<UUID> submitted = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      submitted.add(Gateway.submit(Gateway.form()));
    }
    List<UUID> met = new ArrayList<>();
    String token = null;
    int pages = 0;
    do {
      JsonPath page =
          token == null
              ? list(Map.of("page_size", 4))
              : list(Map.of("page_size", 4, "page_token", token));
      met.addAll(ids(page));
      token = page.getString("next_page_token");
      if (pages++ == 0) {
        // One that comes in the middle of the walk is newer than where the walk is.
        Gateway.submit(Gateway.form());
      }
    } while (token != null);

    assertEquals(new HashSet<>(met).size(), met.size());
    assertTrue(met.containsAll(submitted));
    List<UUID> newestFirst = new ArrayList<>(submitted);
    Collections.reverse(newestFirst);
    assertEquals(newestFirst, met.subList(0, submitted.size()));
    assertEquals(worker.jobs() - 1, met.size());
  }

  @Test
  void theLastPageHasNoToken() {
    Gateway.submit(Gateway.form());
    Gateway.submit(Gateway.form());
    given()
        .queryParam("status", "queued")
        .queryParam("page_size", 2)
        .get("/v1/jobs")
        .then()
        .statusCode(200)
        .body("jobs", hasSize(2))
        .body("$", not(hasKey("next_page_token")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "201", "99999999999", "many"})
  void aPageHasABoundedSize(String size) {
    Gateway.problem(given().queryParam("page_size", size).get("/v1/jobs"), 422, "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status=",
        "status=QUEUED",
        "page_size=",
        "page_size=%2B5",
        "page_token=",
        "status=queued&status=failed",
        "page_size=5&page_size=5",
      })
  void aParameterThatIsEmptyOrGivenTwiceIsNamed(String query) {
    Gateway.problem(
            given().urlEncodingEnabled(false).get("/v1/jobs?" + query), 422, "invalid_request")
        .body("violations.field", equalTo(List.of(query.replaceFirst("=.*", ""))));
  }

  @Test
  void theLargestPageIsTaken() {
    given().queryParam("page_size", 200).get("/v1/jobs").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "!!!",
        "MjAyNi0wMS0wMVQwMDowMDowMFo",
        "1700000000000000-01890A5D-AC96-774B-BCCE-B302099A8057",
        // A time that PostgreSQL does not know.
        "999999999999999999-01890a5d-ac96-774b-bcce-b302099a8057",
      })
  void aTokenThatWasNotGivenOutIsRefused(String token) {
    Gateway.problem(
        given().queryParam("page_token", token).get("/v1/jobs"), 422, "invalid_request");
  }

  private static JsonPath list(Map<String, Object> query) {
    RequestSpecification request = given().queryParams(query);
    return request.get("/v1/jobs").then().statusCode(200).extract().jsonPath();
  }

  private static List<UUID> ids(JsonPath page) {
    return page.<String>getList("jobs.id").stream().map(UUID::fromString).toList();
  }
}
