package io.diffsr.submission;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms as clients that are wrong send them: answered with a problem, never with a failure. */
@QuarkusTest
class FormFaultsTest {
  private static final byte[] PICTURE = PictureFiles.png(12, 10);

  @Inject TestWorker worker;

  @AfterEach
  void tidy() {
    worker.emptyTheQueue();
  }

  private static HttpResponse<String> send(String type, byte[] body)
      throws IOException, InterruptedException {
    URI uri = Gateway.uri("/v1/jobs");
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofString());
  }

  /** A form with the picture and one part whose head is given. */
  private static HttpResponse<String> send(String head, String value) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        "--limit\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\n".getBytes(UTF_8));
    body.writeBytes(PICTURE);
    body.writeBytes(("\r\n--limit\r\n" + head + "\r\n\r\n").getBytes(UTF_8));
    body.writeBytes(value.getBytes(ISO_8859_1));
    body.writeBytes("\r\n--limit--\r\n".getBytes(UTF_8));
    return send("multipart/form-data; boundary=limit", body.toByteArray());
  }

  private static void problem(HttpResponse<String> answer, int status, String code) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertEquals(
        "application/problem+json",
        answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", ""));
    assertEquals(true, answer.body().contains("\"code\":\"" + code + "\""), answer.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--limit--\r\n",
        "",
        "--other\r\n",
        "--limit\r\n\r\nvalue\r\n--limit--\r\n",
        "--limit\r\nContent-Disposition: form-data\r\n\r\nvalue\r\n--limit--\r\n",
        "--limit\r\nContent-Disposition: form-data; name=\"scale\"\r\n\r\n2",
        "--limit\r\nContent-Disposition",
      })
  void aBodyThatIsNoFormOrEndsInTheMiddleIsTheCallersFault(String body) throws Exception {
    HttpResponse<String> answer = send("multipart/form-data; boundary=limit", body.getBytes(UTF_8));
    assertEquals(4, answer.statusCode() / 100, answer.body());
    assertEquals(true, answer.body().contains("\"code\":"), answer.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; x"})
  void aFormWithoutABoundaryIsTheCallersFault(String type) throws Exception {
    problem(send(type, "--limit--".getBytes(UTF_8)), 400, "invalid_form");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"nonsense", "application/", "multipart/form-data/x", "a/b; charset=\"", "/"})
  void aMalformedContentTypeIsTheCallersFault(String type) throws Exception {
    HttpResponse<String> answer = send(type, new byte[] {1});
    assertEquals(4, answer.statusCode() / 100, answer.body());
    assertEquals(true, answer.body().contains("\"code\":"), answer.body());
  }

  @Test
  void aFileForAPlainFieldIsReadAsItsValue() throws Exception {
    HttpResponse<String> answer =
        send(
            "Content-Disposition: form-data; name=\"metadata\"; filename=\"m.json\"\r\n"
                + "Content-Type: application/json; charset=no-such",
            "{\"a\":\"b\"}");
    assertEquals(202, answer.statusCode(), answer.body());
  }

  @Test
  void aFieldThatIsGivenTwiceIsNamed() {
    for (String field : new String[] {"scale", "seed", "metadata"}) {
      Gateway.problem(
              Gateway.form().multiPart(field, "2").multiPart(field, "3").post("/v1/jobs"),
              422,
              "invalid_request")
          .body("violations[0].field", equalTo(field));
    }
    Gateway.problem(
            Gateway.form().multiPart("image", "b.png", PICTURE, "image/png").post("/v1/jobs"),
            422,
            "invalid_request")
        .body("violations[0].field", equalTo("image"));
  }

  @Test
  void textThatIsNotUtf8IsNamed() throws Exception {
    problem(
        send("Content-Disposition: form-data; name=\"metadata\"", "{\"a\":\"\u00e4\"}"),
        422,
        "invalid_request");
  }

  @Test
  void halfOfASurrogatePairIsNamed() {
    Gateway.problem(
            given()
                .contentType("application/json")
                .body("{\"image_url\":\"http://127.0.0.1/\",\"metadata\":{\"a\":\"\\ud800\"}}")
                .post("/v1/jobs"),
            422,
            "invalid_request")
        .body("violations[0].field", equalTo("metadata.a"));
  }

  @Test
  void aJsonBodyOfMoreThanAMebibyteIsRefused() {
    String body = "{\"metadata\":{\"a\":\"" + "x".repeat(1 << 20) + "\"}}";
    Gateway.problem(
        given().contentType("application/json").body(body).post("/v1/jobs"), 413, "body_too_large");
  }

  @Test
  void noTypeOfJavaIsNamed() {
    Map<String, String> bodies =
        Map.of(
            "{\"scale\":\"abc\"}", "must be a number",
            "{\"steps\":{}}", "must be a whole number",
            "{\"metadata\":[]}", "must be an object",
            "{\"webhook_events\":\"x\"}", "must be a list");
    bodies.forEach(
        (body, message) ->
            Gateway.problem(
                    given().contentType("application/json").body(body).post("/v1/jobs"),
                    422,
                    "invalid_request")
                .body("violations[0].message", containsString(message)));
    for (String body : new String[] {"[1]", "1", "\"x\"", "{", "{\"a\":", "nul"}) {
      String answer =
          given().contentType("application/json").body(body).post("/v1/jobs").asString();
      assertEquals(false, answer.contains("java.") || answer.contains("io.diffsr"), answer);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wait=60", "WAIT=60", "wait=\"60\"", "respond-async, Wait = 60"})
  void aPreferenceIsReadHoweverItIsWritten(String prefer) {
    assertEquals(60, io.diffsr.events.JobWait.preferred(prefer).toSeconds());
  }
}
