package io.diffsr.results;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.job.ErrorCode;
import io.diffsr.job.Job;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ResultTest {
  @Inject TestWorker worker;

  @Test
  void theResultIsThereOnceTheJobHasSucceeded() {
    UUID id = Gateway.submit(Gateway.form());
    Gateway.problem(given().get("/v1/jobs/{id}/result", id), 409, "job_not_finished");
    Job claimed = worker.claim(id);
    Gateway.problem(given().get("/v1/jobs/{id}/result", id), 409, "job_not_finished");
    byte[] file = PictureFiles.png(24, 20);
    worker.succeed(claimed, file);

    Response answer = given().get("/v1/jobs/{id}/result", id);

    String tag = "\"" + TestWorker.sha256(file) + "\"";
    answer
        .then()
        .statusCode(200)
        .contentType("image/png")
        .header("ETag", equalTo(tag))
        .header("Content-Length", equalTo(Integer.toString(file.length)))
        .header("Content-Disposition", containsString(id + ".png"));
    assertArrayEquals(file, answer.asByteArray());

    Response again = given().header("If-None-Match", tag).get("/v1/jobs/{id}/result", id);
    again.then().statusCode(304).header("ETag", equalTo(tag));
    assertEquals(0, again.asByteArray().length);
    given()
        .header("If-None-Match", "\"another\"")
        .get("/v1/jobs/{id}/result", id)
        .then()
        .statusCode(200);
  }

  @Test
  void aJobThatFailedHasNone() {
    UUID id = Gateway.submit(Gateway.form());
    worker.fail(worker.claim(id), ErrorCode.MODEL_INVALID);
    Gateway.problem(given().get("/v1/jobs/{id}/result", id), 409, "job_has_no_result");
  }
}
