package io.diffsr.submission;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestServer;
import io.diffsr.testing.TestServer.Answer;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A wrong request is answered with a problem, and no job is left behind. */
@QuarkusTest
class RefusedSubmissionTest {
  private static final int LONGEST_KEY = 255;

  @Inject TestWorker worker;

  private TestServer pictures;
  private long before;

  @BeforeEach
  void count() {
    pictures = new TestServer(request -> Answer.picture(PictureFiles.png(12, 10)));
    before = worker.jobs();
  }

  @AfterEach
  void noJobIsLeftBehind() {
    pictures.close();
    assertEquals(before, worker.jobs());
  }

  @Test
  void whatIsNotAPicture() {
    refused(Gateway.form("not a picture".getBytes(UTF_8)).post("/v1/jobs"), 422, "invalid_picture");
    refused(Gateway.form(new byte[0]).post("/v1/jobs"), 422, "invalid_picture");
  }

  @Test
  void aPictureThatEndsInTheMiddle() {
    refused(Gateway.form(PictureFiles.truncatedPng()).post("/v1/jobs"), 422, "invalid_picture")
        .body("detail", containsString("truncated"));
  }

  @Test
  void aHeaderThatClaimsMorePixelsThanAreTaken() {
    refused(
            Gateway.form(PictureFiles.pngClaiming(60_000, 60_000)).post("/v1/jobs"),
            422,
            "picture_too_large")
        .body("detail", containsString("60000 × 60000"));
  }

  @Test
  void aPictureOfAnotherFormat() {
    refused(Gateway.form(new byte[100]).post("/v1/jobs"), 422, "invalid_picture")
        .body("detail", containsString("not a PNG, JPEG, WebP, TIFF, BMP or GIF"));
    byte[] document = "8BPS\0\1......".getBytes(StandardCharsets.ISO_8859_1);
    refused(Gateway.form(document).post("/v1/jobs"), 415, "unsupported_picture")
        .body("detail", containsString("a Photoshop document"));
    refused(Gateway.form(PictureFiles.animatedWebp()).post("/v1/jobs"), 415, "unsupported_picture")
        .body("detail", containsString("Animated"));
  }

  @Test
  void aBodyThatIsNeitherFormNorJson() {
    refused(
        given().contentType("image/gif").body(PictureFiles.gif()).post("/v1/jobs"),
        415,
        "unsupported_media_type");
  }

  @Test
  void aFileThatIsTooLarge() {
    refused(Gateway.form(new byte[1_000_001]).post("/v1/jobs"), 413, "picture_too_large");
  }

  @ParameterizedTest
  @CsvSource({
    "scale, 0, scale",
    "scale, -2, scale",
    "scale, NaN, scale",
    "scale, Infinity, scale",
    "scale, 1000, scale",
    "scale, abc, scale",
    "scale, '', scale",
    "steps, '', steps",
    "width, 5, width",
    "width, 2.5, width",
    "height, 100000, height",
    "method, magic, method",
    "model, none-such, model",
    "sampler, euler, sampler",
    "steps, 0, steps",
    "eta, 1.5, eta",
    "noise_level, 0, noise_level",
    "timestep, -1, timestep",
    "consistency, some, consistency",
    "start, middle, start",
    "fidelity, 1.5, fidelity",
    "seed, 99999999999999999999, seed",
    "output_format, gif, output_format",
    "quality, 101, quality",
    "priority, 10, priority",
    "deadline, tomorrow, deadline",
    "deadline, +999999999-12-31T23:59:59Z, deadline",
    "webhook_events, job.exploded, webhook_events",
    "webhook_url, http://10.0.0.7/hook, webhook_url",
    "webhook_url, http://localhost/hook, webhook_url",
    "webhook_url, mailto:a@b, webhook_url",
    "metadata, [1], metadata",
    "metadata, text, metadata",
    "metadata, '', metadata",
    "metadata, {\"a\":{\"b\":\"c\"}}, metadata.a",
    "metadata, {\"a\":\"\\u0000\"}, metadata",
    "sclae, 2, sclae",
  })
  void aWrongFieldIsNamed(String field, String value, String named) {
    violation(Gateway.form().multiPart(field, value).post("/v1/jobs"), named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'scale': 0",
        "'scale': 'NaN'",
        "'scale': 1e3",
        "'scale': 'abc'",
        "'scale': '2'",
        "'scale': true",
        "'scale': {}",
        "'scale': 2, 'width': 24",
        "'scale': 2, 'height': 24",
      })
  void aWrongScaleInJsonIsNamed(String fields) {
    violation(json("{'image_url': '%s', " + fields + "}"), "scale");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'imageUrl': 'x'                     | imageUrl",
        "'image': 'x'                        | image",
        "'steps': 99999999999                | steps",
        "'steps': 2.5                        | steps",
        "'metadata': {'a': 1}                | metadata.a",
        "'seed': 99999999999999999999        | seed",
        "'metadata': []                      | metadata",
        "'metadata': {'a': null}             | metadata",
        "'metadata': {'a': '\\u0000'}        | metadata",
        "'webhook_events': 'job.failed'      | webhook_events",
        "'webhook_events': ['job.failed',{}] | webhook_events",
        "'webhook_events': [null]            | webhook_events",
        "'webhook_events': []                | webhook_events",
      })
  void aWrongFieldOfJsonIsNamed(String field, String named) {
    violation(json("{'image_url': '%s', " + field + "}"), named);
  }

  @Test
  void everyViolationIsReportedAtOnce() {
    violation(
            Gateway.form()
                .multiPart("scale", "99")
                .multiPart("steps", "0")
                .multiPart("method", "magic")
                .post("/v1/jobs"),
            "scale")
        .body("violations.field", equalTo(List.of("scale", "method", "steps")));
  }

  @Test
  void scaleAndWidthTogether() {
    violation(
        Gateway.form().multiPart("scale", "2").multiPart("width", "24").post("/v1/jobs"), "scale");
  }

  @Test
  void noPictureAtAll() {
    violation(given().multiPart("scale", "2").post("/v1/jobs"), "image");
    violation(given().contentType(ContentType.JSON).body("{}").post("/v1/jobs"), "image_url");
    violation(given().contentType(ContentType.JSON).body("null").post("/v1/jobs"), "image_url");
    violation(given().contentType(ContentType.JSON).post("/v1/jobs"), "image_url");
  }

  @Test
  void twoPictures() {
    violation(
        Gateway.form().multiPart("image_url", pictures.at("/picture.png")).post("/v1/jobs"),
        "image");
    assertEquals(0, pictures.requests().size());
  }

  @Test
  void aTextInsteadOfAFile() {
    refused(given().multiPart("image", "cat.png").post("/v1/jobs"), 422, "invalid_picture");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "}",
        "scale=2",
        "{'image_url': '%s', 'scale': }",
        "{'image_url': '%s', 'scale': NaN}",
        "{'image_url': '%s', 'metadata': {'a': tru}}",
        "{'image_url': '%s', 'scale': 2",
        "{'image_url': '%s'} {}",
        "[]",
        "'scale'",
      })
  void brokenJson(String body) {
    refused(json(body), 400, "invalid_json").body("$", not(hasKey("violations")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "tooLong", "a\tb"})
  void anIdempotencyKeyThatIsBlankOrTooLong(String key) throws Exception {
    HttpResponse<String> answer =
        send(
            "application/json",
            "{\"image_url\": \"" + pictures.at("/picture.png") + "\"}",
            "Idempotency-Key",
            key.equals("tooLong") ? "k".repeat(LONGEST_KEY + 1) : key);
    assertEquals(422, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("Idempotency-Key"), answer.body());
  }

  @Test
  void aFormThatIsNoForm() throws Exception {
    HttpResponse<String> answer = send("multipart/form-data", "no boundary", "X-Test", "1");
    assertEquals(400, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("\"code\":\"invalid_form\""), answer.body());
  }

  private static HttpResponse<String> send(
      String contentType, String body, String header, String value) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(Gateway.uri("/v1/jobs"))
                .header("Content-Type", contentType)
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** The server answers before the body is sent. */
  @Test
  void aBodyBeyondAllBounds() throws Exception {
    URI uri = Gateway.uri("/v1/jobs");
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket
          .getOutputStream()
          .write(
              """
              POST /v1/jobs HTTP/1.1\r
              Host: 127.0.0.1\r
              Content-Type: multipart/form-data; boundary=limit\r
              Content-Length: 3000000\r
              Expect: 100-continue\r
              \r
              """
                  .getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readNBytes(300), UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
      assertTrue(answer.contains("application/problem+json"), answer);
      assertTrue(answer.contains("\"code\":\"picture_too_large\""), answer);
    }
  }

  @Test
  void aHostThatIsNone() throws Exception {
    URI uri = Gateway.uri("/v1/jobs");
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket
          .getOutputStream()
          .write("GET /v1/jobs HTTP/1.1\r\nHost: a b/c\r\n\r\n".getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readNBytes(200), UTF_8);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
      assertTrue(answer.contains("application/problem+json"), answer);
    }
  }

  @Test
  void aFieldThatIsTooLong() {
    violation(
        Gateway.form().multiPart("metadata", "x".repeat(100_000)).post("/v1/jobs"), "metadata");
  }

  @Test
  void otherWaysToAskForWhatIsNotThere() {
    refused(given().get("/v1/nothing"), 404, "not_found");
    refused(given().put("/v1/jobs"), 405, "method_not_allowed");
  }

  private Response json(String body) {
    return given()
        .contentType(ContentType.JSON)
        .body(body.replace("%s", pictures.at("/picture.png")).replace('\'', '"'))
        .post("/v1/jobs");
  }

  private static ValidatableResponse violation(Response answer, String field) {
    return refused(answer, 422, "invalid_request")
        .body("violations.field", hasItem(field))
        .body("violations.message", not(hasItem("")));
  }

  private static ValidatableResponse refused(Response answer, int status, String code) {
    return Gateway.problem(answer, status, code).body("retryable", equalTo(false));
  }
}
