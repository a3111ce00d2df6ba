package io.diffsr.caller;

import static io.restassured.RestAssured.given;

import io.diffsr.testing.Gateway;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A gateway that lets everybody in who reaches it. */
@QuarkusTest
class WithoutKeysTest {
  @Test
  void nobodyMakesAKeyThatStaysGood() {
    Gateway.problem(
        given()
            .contentType(ContentType.JSON)
            .body("{\"tenant\": \"default\", \"scopes\": [\"admin\"]}")
            .post("/v1/keys"),
        409,
        "keys_not_asked_for");
  }

  /** Its own name leads here, so that the browser takes the page for ours. */
  @Test
  void aNameThatHasBeenMadeToLeadHereReadsNothing() {
    for (String host : new String[] {"elsewhere.example", "localhost.example:8080"}) {
      Gateway.problem(given().header("Host", host).get("/v1/jobs"), 403, "forbidden");
    }
    for (String host : new String[] {"localhost", "127.0.0.1:80", "[::1]:8080", "a.localhost"}) {
      given().header("Host", host).get("/v1/jobs").then().statusCode(200);
    }
  }

  /** A browser sends what a page asks for, wherever the page is from. */
  @Test
  void anotherSitesPageChangesNothing() {
    UUID id = Gateway.submit(Gateway.form());
    for (String origin : new String[] {"https://elsewhere.example", "null", "http://localhost:1"}) {
      Gateway.problem(
          given().header("Origin", origin).post("/v1/jobs/{id}/cancel", id), 403, "forbidden");
      Gateway.problem(given().header("Origin", origin).post("/v1/queue/pause"), 403, "forbidden");
    }
    // The framework takes what follows a semicolon for no part of the path.
    Gateway.problem(
        given()
            .urlEncodingEnabled(false)
            .header("Origin", "https://elsewhere.example")
            .post("/v1;x/queue/pause"),
        403,
        "forbidden");
    String own = Gateway.uri("").toString();
    given().header("Origin", own).post("/v1/jobs/{id}/cancel", id).then().statusCode(200);
  }
}
