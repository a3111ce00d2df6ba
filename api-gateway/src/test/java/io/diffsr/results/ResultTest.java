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
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

  private UUID succeeded(byte[] file) {
    UUID id = Gateway.submit(Gateway.form());
    worker.succeed(worker.claim(id), file);
    return id;
  }

  @Test
  void headSaysWhatGetWouldSend() {
    byte[] file = PictureFiles.png(24, 20);
    UUID id = succeeded(file);
    Response answer = given().head("/v1/jobs/{id}/result", id);
    answer
        .then()
        .statusCode(200)
        .contentType("image/png")
        .header("Content-Length", equalTo(Integer.toString(file.length)))
        .header("Accept-Ranges", equalTo("bytes"))
        .header("ETag", equalTo("\"" + TestWorker.sha256(file) + "\""));
    assertEquals(0, answer.asByteArray().length);
  }

  @Test
  void partsOfTheFileAreSent() {
    byte[] file = PictureFiles.png(24, 20);
    UUID id = succeeded(file);
    String tag = "\"" + TestWorker.sha256(file) + "\"";
    part(id, "bytes=2-5", tag, Arrays.copyOfRange(file, 2, 6), "bytes 2-5/" + file.length);
    part(
        id,
        "bytes=-3",
        null,
        Arrays.copyOfRange(file, file.length - 3, file.length),
        "bytes %d-%d/%d".formatted(file.length - 3, file.length - 1, file.length));
    part(
        id,
        "bytes=4-",
        null,
        Arrays.copyOfRange(file, 4, file.length),
        "bytes 4-%d/%d".formatted(file.length - 1, file.length));
    // Another file by now, several parts, nonsense: the whole of it.
    whole(id, "bytes=2-5", "\"another\"", file);
    whole(id, "bytes=0-1,4-5", null, file);
    whole(id, "pages=1-2", null, file);
    Gateway.problem(
            given().header("Range", "bytes=" + file.length + "-").get("/v1/jobs/{id}/result", id),
            416,
            "range_not_satisfiable")
        .header("Content-Range", equalTo("bytes */" + file.length));
  }

  private static void part(
      UUID id, String range, @Nullable String onlyIf, byte[] expected, String contentRange) {
    Response answer = ranged(id, range, onlyIf);
    answer.then().statusCode(206).header("Content-Range", equalTo(contentRange));
    assertEquals(
        List.of(Integer.toString(expected.length)), answer.headers().getValues("Content-Length"));
    assertArrayEquals(expected, answer.asByteArray());
  }

  private static void whole(UUID id, String range, @Nullable String onlyIf, byte[] expected) {
    Response answer = ranged(id, range, onlyIf);
    answer.then().statusCode(200);
    assertArrayEquals(expected, answer.asByteArray());
  }

  private static Response ranged(UUID id, String range, @Nullable String onlyIf) {
    RequestSpecification request = given().header("Range", range);
    if (onlyIf != null) {
      request.header("If-Range", onlyIf);
    }
    return request.get("/v1/jobs/{id}/result", id);
  }

  @Test
  void aJobThatFailedHasNone() {
    UUID id = Gateway.submit(Gateway.form());
    worker.fail(worker.claim(id), ErrorCode.MODEL_INVALID);
    Gateway.problem(given().get("/v1/jobs/{id}/result", id), 409, "job_has_no_result");
  }
}
