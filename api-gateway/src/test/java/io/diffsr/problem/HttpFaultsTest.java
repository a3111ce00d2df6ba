package io.diffsr.problem;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.testing.Gateway;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused before a resource sees it, over real connections. */
@QuarkusTest
class HttpFaultsTest {
  private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT    | /v1/jobs                            | GET, HEAD, OPTIONS, POST",
        "TRACE  | /v1/jobs                            | GET, HEAD, OPTIONS, POST",
        "PURGE  | /v1/jobs                            | GET, HEAD, OPTIONS, POST",
        "PUT    | /v1/jobs/{id}                       | DELETE, GET, HEAD, OPTIONS",
        "GET    | /v1/jobs/retry                      | OPTIONS, POST",
        "GET    | /v1/jobs/{id}/cancel                | OPTIONS, POST",
        "DELETE | /v1/jobs/{id}/events                | GET, HEAD, OPTIONS",
        "PUT    | /v1/jobs/{id}/result                | GET, HEAD, OPTIONS",
        "POST   | /v1/jobs/{id}/uncertainty           | GET, HEAD, OPTIONS",
        "PATCH  | /v1/jobs/{id}/webhook-deliveries    | GET, HEAD, OPTIONS",
        "GET    | /v1/webhook-deliveries/{id}/redeliver | OPTIONS, POST",
        "DELETE | /openapi                            | GET, HEAD, OPTIONS",
        "DELETE | /q/health/ready                     | GET, HEAD, OPTIONS",
        "POST   | /swagger-ui/                        | GET, HEAD, OPTIONS",
      })
  void aWrongMethodIsAnsweredWithTheRightOnes(String method, String path, String allowed) {
    Gateway.problem(given().request(method, path.replace("{id}", ID)), 405, "method_not_allowed")
        .header("Allow", equalTo(allowed));
    given()
        .request("OPTIONS", path.replace("{id}", ID))
        .then()
        .statusCode(200)
        .header("Allow", equalTo(allowed));
  }

  @Test
  void anAddressThatIsTooLong() throws IOException {
    String path = "/v1/jobs?status=" + "x".repeat(9000);
    problem("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n", 414, "address_too_long");
  }

  @Test
  void headersThatAreTooLarge() throws IOException {
    String header = "X-Test: " + "x".repeat(30_000);
    problem("GET /v1/jobs HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n", 431, "headers_too_large");
  }

  @Test
  void noHostOrTwo() throws IOException {
    problem("GET /v1/jobs HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400, "invalid_host");
    problem("GET /v1/jobs HTTP/1.1\r\n\r\n", 400, "bad_request");
  }

  @Test
  void aBodyWithoutAContentType() throws IOException {
    problem(
        "POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
        415,
        "unsupported_media_type");
  }

  @Test
  void theWordsAreNotTheFrameworks() {
    Gateway.problem(given().get("/v1/nothing"), 404, "not_found")
        .body("detail", equalTo("There is nothing at this address."));
    Gateway.problem(given().accept("image/gif").get("/v1/jobs"), 406, "not_acceptable")
        .body(
            "detail",
            equalTo("There is nothing here of a media type that the header Accept names."));
  }

  private static void problem(String request, int status, String code) throws IOException {
    URI uri = Gateway.uri("/");
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String once = request.replaceFirst("\r\n", "\r\nConnection: close\r\n");
      socket.getOutputStream().write(once.getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readNBytes(250), ISO_8859_1);
      assertEquals("HTTP/1.1 " + status, answer.substring(0, 12), answer);
      assertTrue(answer.toLowerCase(java.util.Locale.ROOT).contains("application/problem+json"));
      String rest = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertTrue((answer + rest).contains("\"code\":\"" + code + "\""), answer + rest);
    }
  }
}
