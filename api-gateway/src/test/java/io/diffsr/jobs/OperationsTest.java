package io.diffsr.jobs;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.JobStatus;
import io.diffsr.store.JobStore;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an operator sees. */
@QuarkusTest
class OperationsTest {
  @Inject JobStore store;
  @Inject TestWorker worker;

  @Test
  void theServiceIsHealthyWithItsDatabaseItsObjectStoreAndKafka() {
    given()
        .get("/q/health")
        .then()
        .statusCode(200)
        .body("status", equalTo("UP"))
        .body("checks.status", everyItem(equalTo("UP")))
        .body("checks.name", hasItem("object store"))
        .body("checks.name", hasItem("Database connections health check"))
        .body("checks.name", hasItem("SmallRye Reactive Messaging - readiness check"));
    given().get("/q/health/live").then().statusCode(200);
    given().get("/q/health/ready").then().statusCode(200);
  }

  @Test
  void metricsSayHowManyJobsThereAre() throws Exception {
    worker.emptyTheQueue();
    Gateway.submit(Gateway.form());
    Conditions.await(() -> gauge(JobStatus.QUEUED), queued -> queued == 1);
    worker.emptyTheQueue();
    for (JobStatus status : JobStatus.values()) {
      Conditions.await(() -> gauge(status), jobs -> jobs == store.count(status));
    }
  }

  private static long gauge(JobStatus status) {
    String start = "diffsr_jobs{status=\"" + status.wireName() + "\"";
    String metrics = given().get("/q/metrics").then().statusCode(200).extract().asString();
    List<String> lines = metrics.lines().filter(line -> line.startsWith(start)).toList();
    assertEquals(1, lines.size(), metrics);
    String line = lines.get(0);
    return Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
  }

  @Test
  void theOpenApiDocumentHasEveryPathAndBothFormsOfASubmission() {
    JsonPath document =
        given()
            .queryParam("format", "json")
            .get("/openapi")
            .then()
            .statusCode(200)
            .extract()
            .jsonPath();
    Set<String> paths =
        document.getMap("paths").keySet().stream().map(String::valueOf).collect(Collectors.toSet());
    List<String> expected =
        List.of(
            "/v1/jobs",
            "/v1/jobs/{id}",
            "/v1/jobs/{id}/cancel",
            "/v1/jobs/{id}/events",
            "/v1/jobs/{id}/result",
            "/v1/jobs/{id}/webhook-deliveries",
            "/v1/webhook-deliveries/{id}/redeliver");
    assertTrue(paths.containsAll(expected), paths::toString);
    given()
        .queryParam("format", "json")
        .get("/openapi")
        .then()
        .body("paths.'/v1/jobs'.post.requestBody.content", hasKey("application/json"))
        .body("paths.'/v1/jobs'.post.requestBody.content", hasKey("multipart/form-data"))
        .body("paths.'/v1/jobs'.post.responses", hasKey("202"))
        .body("components.schemas.keySet()", hasItems("Job", "JobRequest", "Problem"))
        .body(
            "components.schemas.JobRequest.properties.keySet()",
            hasItems("image_url", "noise_level"));
  }
}
