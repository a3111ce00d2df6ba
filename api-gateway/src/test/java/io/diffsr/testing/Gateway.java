package io.diffsr.testing;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.Map;
import java.util.UUID;

/** Requests of the tests to the service over HTTP. */
public final class Gateway {
  private static final String PROBLEM = "application/problem+json";

  private Gateway() {}

  /** A form with a picture of 12 × 10 pixels. */
  public static RequestSpecification form() {
    return form(PictureFiles.png(12, 10));
  }

  /** A form with a picture. */
  public static RequestSpecification form(byte[] image) {
    return given().multiPart("image", "picture.png", image, "image/png");
  }

  /** Submits a job and returns its id. */
  public static UUID submit(RequestSpecification form) {
    return id(form.post("/v1/jobs").then().statusCode(202));
  }

  /** Submits a job with these fields and returns its id. */
  public static UUID submit(Map<String, String> fields) {
    RequestSpecification form = form();
    fields.forEach(form::multiPart);
    return submit(form);
  }

  public static UUID id(ValidatableResponse job) {
    return UUID.fromString(job.extract().path("id"));
  }

  /** The job's current state. */
  public static ValidatableResponse job(UUID id) {
    return given().get("/v1/jobs/{id}", id).then().statusCode(200);
  }

  /** Checks that an answer is a problem in the form that all have. */
  public static ValidatableResponse problem(Response answer, int status, String code) {
    return answer
        .then()
        .statusCode(status)
        .contentType(PROBLEM)
        .body("type", equalTo("about:blank"))
        .body("status", equalTo(status))
        .body("title", not(emptyString()))
        .body("detail", not(emptyString()))
        .body("code", equalTo(code))
        .body("trace_id", matchesPattern("[0-9a-f]{32}"));
  }

  /** The address of the service under test. */
  public static URI uri(String path) {
    return URI.create(RestAssured.baseURI + ":" + RestAssured.port + path);
  }
}
