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

  /** A browser sends what a page asks for, wherever the page is from. */
  @Test
  void anotherSitesPageChangesNothing() {
    UUID id = Gateway.submit(Gateway.form());
    for (String origin : new String[] {"https://elsewhere.example", "null", "http://localhost:1"}) {
      Gateway.problem(
          given().header("Origin", origin).post("/v1/jobs/{id}/cancel", id), 403, "forbidden");
      Gateway.problem(given().header("Origin", origin).post("/v1/queue/pause"), 403, "forbidden");
    }
    String own = Gateway.uri("").toString();
    given().header("Origin", own).post("/v1/jobs/{id}/cancel", id).then().statusCode(200);
  }
}
