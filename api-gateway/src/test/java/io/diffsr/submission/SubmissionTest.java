package io.diffsr.submission;

import static io.diffsr.testing.Gateway.uri;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.job.Job;
import io.diffsr.job.JobStatus;
import io.diffsr.storage.ObjectStore;
import io.diffsr.store.JobStore;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestServer;
import io.diffsr.testing.TestServer.Answer;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SubmissionTest {
  private static final byte[] PICTURE = PictureFiles.png(12, 10);

  @Inject JobStore store;
  @Inject ObjectStore objects;
  @Inject TestWorker worker;

  private TestServer pictures;

  @BeforeEach
  void serve() {
    pictures =
        new TestServer(
            request ->
                switch (request.path()) {
                  case "/picture.png" -> Answer.picture(PICTURE);
                  case "/redirect" ->
                      new Answer(302, Map.of("Location", "/picture.png"), new byte[0]);
                  case "/large" -> Answer.picture(new byte[1_000_001]);
                  case "/busy" -> Answer.status(503);
                  default -> Answer.status(404);
                });
  }

  @AfterEach
  void tidy() {
    pictures.close();
    worker.emptyTheQueue();
  }

  @Test
  void aFormWithAPictureBecomesACommittedJobWhoseInputIsStored() {
    Response answer =
        Gateway.form(PICTURE)
            .multiPart("scale", "2.5")
            .multiPart("method", "bicubic")
            .multiPart("output_format", "jpeg")
            .multiPart("noise_level", "0.25")
            .multiPart("seed", "9007199254740991")
            .multiPart("priority", "7")
            .multiPart("metadata", "{\"album\":\"all over\",\"page\":\"3\"}")
            .post("/v1/jobs");

    String id = answer.then().statusCode(202).extract().path("id");
    String self = uri("/v1/jobs/" + id).toString();
    answer
        .then()
        .contentType(ContentType.JSON)
        .header("Location", equalTo(self))
        .header("Preference-Applied", equalTo(null))
        // UUID version 7
        .body("id", matchesPattern("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f-]{17}"))
        .body("status", equalTo("queued"))
        .body("status_version", equalTo(1))
        .body("attempt", equalTo(0))
        .body("created_at", endsWith("Z"))
        .body("$", not(hasKey("started_at")))
        .body("input.media_type", equalTo("image/png"))
        .body("input.width", equalTo(12))
        .body("input.height", equalTo(10))
        .body("input.bytes", equalTo(PICTURE.length))
        .body("width", equalTo(30))
        .body("height", equalTo(25))
        .body("method", equalTo("bicubic"))
        .body("sampler", equalTo("dpmpp_2m"))
        .body("output_format", equalTo("jpeg"))
        .body("noise_level", equalTo(0.25f))
        .body("seed", equalTo(9007199254740991L))
        .body("priority", equalTo(7))
        .body("metadata", equalTo(Map.of("album", "all over", "page", "3")))
        .body("urls.self", equalTo(self))
        .body("urls.cancel", equalTo(self + "/cancel"))
        .body("urls.events", equalTo(self + "/events"))
        .body("urls.result", equalTo(self + "/result"));
    Job job = store.find(UUID.fromString(id)).orElseThrow();
    assertEquals(JobStatus.QUEUED, job.status());
    assertArrayEquals(PICTURE, objects.get(job.spec().input().key()));
  }

  @Test
  void aFormAsCurlSendsItIsReadAsUtf8() throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        """
        --limit\r
        Content-Disposition: form-data; name="metadata"\r
        \r
        {"album":"Zürich 北"}\r
        --limit\r
        Content-Disposition: form-data; name="image"; filename="cat.png"\r
        Content-Type: application/octet-stream\r
        \r
        """
            .getBytes(UTF_8));
    body.writeBytes(PICTURE);
    body.writeBytes("\r\n--limit--\r\n".getBytes(UTF_8));
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(uri("/v1/jobs"))
                    .header("Content-Type", "multipart/form-data; boundary=limit")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                    .build(),
                HttpResponse.BodyHandlers.ofString(UTF_8));

    assertEquals(202, answer.statusCode(), answer.body());
    JsonPath job = JsonPath.from(answer.body());
    assertEquals(Map.of("album", "Zürich 北"), job.getMap("metadata"));
    Gateway.job(UUID.fromString(job.getString("id")))
        .body("metadata", equalTo(Map.of("album", "Zürich 北")));
  }

  @Test
  void whatIsUnsetHasADefault() {
    Gateway.form(PICTURE)
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .body("method", equalTo("diff-sr"))
        .body("model", equalTo("diffsr-small"))
        .body("width", equalTo(24))
        .body("height", equalTo(20))
        .body("$", not(hasKey("steps")))
        .body("start", equalTo("auto"))
        .body("eta", equalTo(0.0f))
        .body("consistency", equalTo("auto"))
        .body("output_format", equalTo("png"))
        .body("quality", equalTo(92))
        .body("priority", equalTo(5))
        .body("metadata", equalTo(Map.of()));
  }

  @Test
  void jsonWithAnAddressFetchesThePicture() {
    UUID id =
        Gateway.id(
            submitUrl(pictures.at("/picture.png"))
                .then()
                .statusCode(202)
                .body("input.width", equalTo(12))
                .body("width", equalTo(36)));

    Job job = store.find(id).orElseThrow();
    assertArrayEquals(PICTURE, objects.get(job.spec().input().key()));
  }

  @Test
  void aFormMayNameAnAddressToo() {
    given()
        .multiPart("image_url", pictures.at("/picture.png"))
        .post("/v1/jobs")
        .then()
        .statusCode(202)
        .body("input.width", equalTo(12));
  }

  @Test
  void aRedirectIsNotFollowed() {
    refused(pictures.at("/redirect"), 422, "image_url_unusable", false);
    assertEquals(1, pictures.requests().size());
  }

  @Test
  void anAnswerThatIsTooLargeIsRefused() {
    refused(pictures.at("/large"), 413, "picture_too_large", false);
  }

  @Test
  void aMissingPictureIsRefusedAndABusyServerMayBeAskedAgain() {
    refused(pictures.at("/nothing"), 422, "image_url_unusable", false);
    refused(pictures.at("/busy"), 422, "image_url_unusable", true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:%d/picture.png",
        "http://127.0.0.2:%d/picture.png",
        "http://[::ffff:127.0.0.2]:%d/picture.png",
        "http://10.0.0.1:%d/picture.png",
        "http://169.254.169.254/latest/meta-data?%d",
        "ftp://127.0.0.1:%d/picture.png",
        "file:///etc/hostname?%d",
      })
  void anAddressInsideThatIsNotOnTheListIsRefused(String address) {
    refused(address.formatted(pictures.port()), 422, "image_url_unusable", false);
    assertEquals(0, pictures.requests().size());
  }

  private static Response submitUrl(String address) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("image_url", address, "scale", 3))
        .post("/v1/jobs");
  }

  private void refused(String address, int status, String code, boolean retryable) {
    long before = worker.jobs();
    Gateway.problem(submitUrl(address), status, code).body("retryable", equalTo(retryable));
    assertEquals(before, worker.jobs());
  }
}
