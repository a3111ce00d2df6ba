package io.diffsr.caller;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.access.ApiKeyTable;
import io.diffsr.access.Scope;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestDatabase;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A gateway that asks for keys: nothing gets through that must not, and nothing else is kept out.
 */
@QuarkusTest
@TestProfile(AccessTest.WithKeys.class)
class AccessTest {
  private static final String FIRST = "dsr_0123456789ab_" + "A".repeat(43);
  private static final Set<Scope> OF_JOBS = EnumSet.of(Scope.JOBS_READ, Scope.JOBS_WRITE);

  /** The profile. */
  public static final class WithKeys implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("diffsr.auth", "keys", "diffsr.auth-first-key", FIRST);
    }
  }

  @Inject DataSource dataSource;
  @Inject TestDatabase database;
  @Inject TestWorker worker;

  private ApiKeyTable keys;

  @BeforeEach
  void open() {
    keys = new ApiKeyTable(dataSource);
  }

  private String key(String tenant, Set<Scope> scopes) {
    return keys.create(tenant, "a test", scopes, null).text().reveal();
  }

  private static RequestSpecification as(String key, RequestSpecification request) {
    return request.header("Authorization", "Bearer " + key);
  }

  private record Endpoint(String method, String path) {
    Scope scope() {
      if (path.matches("/v1/(keys|tenants)(/.*)?|/v1/queue/.*")) {
        return Scope.ADMIN;
      }
      return method.equals("GET") || method.equals("HEAD") ? Scope.JOBS_READ : Scope.JOBS_WRITE;
    }

    /** What lets nobody in here. */
    Set<Scope> wrong() {
      Set<Scope> wrong = EnumSet.complementOf(EnumSet.of(scope()));
      if (path.equals("/v1/queue")) {
        wrong.remove(Scope.ADMIN);
      }
      return wrong;
    }

    boolean ofAJob() {
      return path.contains("{id}") && !path.startsWith("/v1/keys");
    }

    Response call(RequestSpecification request, UUID job, UUID delivery) {
      Object id = path.contains("deliveries") && !path.contains("jobs") ? delivery : job;
      if (path.equals("/v1/keys")) {
        request.contentType(ContentType.JSON).body("{}");
      } else if (path.equals("/v1/jobs") && method.equals("POST")) {
        request.multiPart("image", "a.png", PictureFiles.png(12, 10), "image/png");
      }
      String address = path.replace("{id}", id.toString()).replace("{name}", "matrix");
      return request.request(method, address);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private static List<Endpoint> endpoints() throws IOException {
    String document = given().get("/openapi?format=json").then().extract().asString();
    List<Endpoint> endpoints = new ArrayList<>();
    JsonNode paths = new ObjectMapper().readTree(document).path("paths");
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            endpoints.add(
                                new Endpoint(
                                    method.toUpperCase(java.util.Locale.ROOT), path.getKey()))));
    assertTrue(endpoints.size() >= 14, endpoints::toString);
    return endpoints;
  }

  private UUID submit(String key) {
    return Gateway.submit(as(key, Gateway.form()).multiPart("scale", "2"));
  }

  /** A job that has ended well, with a webhook. */
  private UUID ended(String key) {
    UUID job = submit(key);
    worker.succeed(worker.claim(job), PictureFiles.png(24, 20));
    return job;
  }

  private UUID delivery(UUID job) {
    UUID delivery = UUID.randomUUID();
    database.update(
        "insert into webhook_delivery (id, job, type, url, body, status, attempts, failures,"
            + " created_at) values (?, ?, 'job.succeeded', 'https://example.com', '{}', 'FAILED', 1,"
            + " 1, clock_timestamp())",
        delivery,
        job);
    return delivery;
  }

  @Test
  void everyEndpointAsksForAKeyThatIsGood() throws IOException {
    String good = key("acme", EnumSet.allOf(Scope.class));
    UUID job = ended(good);
    UUID delivery = delivery(job);
    ApiKeyTable.Created revoked = keys.create("acme", "gone", EnumSet.allOf(Scope.class), null);
    assertTrue(keys.revoke(revoked.key().id()).isPresent());
    String expired =
        keys.create("acme", "old", EnumSet.allOf(Scope.class), Instant.now().minusSeconds(1))
            .text()
            .reveal();
    String forged =
        good.substring(0, good.length() - 4) + (good.endsWith("AAAA") ? "BBBB" : "AAAA");
    for (Endpoint endpoint : endpoints()) {
      for (String bad :
          List.of(
              "Bearer " + revoked.text().reveal(),
              "Bearer " + expired,
              "Bearer " + forged,
              "Bearer dsr_",
              "Bearer " + good + "x",
              "Basic " + good,
              "Bearer",
              good)) {
        Response answer = endpoint.call(given().header("Authorization", bad), job, delivery);
        assertEquals(401, answer.statusCode(), endpoint + " with " + bad);
        assertEquals("Bearer realm=\"diffsr\"", answer.header("WWW-Authenticate"), bad);
      }
      Response answer = endpoint.call(given(), job, delivery);
      assertEquals(401, answer.statusCode(), endpoint::toString);
      if (!endpoint.method().equals("HEAD")) {
        Gateway.problem(answer, 401, "unauthenticated");
      }
    }
  }

  @Test
  void everyEndpointAsksForItsScopeAndForTheTenantsOwn() throws IOException {
    String all = key("matrix", EnumSet.allOf(Scope.class));
    for (Endpoint endpoint : endpoints()) {
      UUID job = ended(all);
      UUID delivery = delivery(job);
      Response lacking = endpoint.call(as(key("matrix", endpoint.wrong()), given()), job, delivery);
      assertEquals(403, lacking.statusCode(), endpoint::toString);
      if (endpoint.ofAJob()) {
        Response foreign =
            endpoint.call(as(key("stranger", EnumSet.allOf(Scope.class)), given()), job, delivery);
        assertEquals(404, foreign.statusCode(), endpoint::toString);
        Response missing = endpoint.call(as(all, given()), UUID.randomUUID(), UUID.randomUUID());
        assertEquals(404, missing.statusCode(), endpoint::toString);
      }
      Response own =
          endpoint.call(as(key("matrix", EnumSet.of(endpoint.scope())), given()), job, delivery);
      assertFalse(Set.of(401, 403).contains(own.statusCode()), endpoint + ": " + own.statusCode());
      if (endpoint.ofAJob() && !endpoint.path().endsWith("/uncertainty")) {
        assertNotEquals(404, own.statusCode(), endpoint::toString);
      }
    }
  }

  @Test
  void aListHasTheTenantsOwnJobs() {
    String mine = key("mine", OF_JOBS);
    String yours = key("yours", OF_JOBS);
    UUID first = submit(mine);
    UUID second = submit(yours);
    as(mine, given())
        .get("/v1/jobs?status=queued")
        .then()
        .statusCode(200)
        .body("jobs.id", everyItem(equalTo(first.toString())));
    as(yours, given())
        .get("/v1/jobs?page_size=200")
        .then()
        .body("jobs.id", hasItem(second.toString()))
        .body("jobs.id", not(hasItem(first.toString())));
  }

  @Test
  void theSameIdempotencyKeyOfTwoTenantsMakesTwoJobs() {
    String one = key("one", OF_JOBS);
    String other = key("other", OF_JOBS);
    RequestSpecification form = Gateway.form().header("Idempotency-Key", "order-1");
    UUID first = Gateway.submit(as(one, form).multiPart("scale", "2"));
    RequestSpecification again = Gateway.form().header("Idempotency-Key", "order-1");
    UUID repeated = Gateway.submit(as(one, again).multiPart("scale", "2"));
    assertEquals(first, repeated);
    RequestSpecification foreign = Gateway.form().header("Idempotency-Key", "order-1");
    UUID second = Gateway.submit(as(other, foreign).multiPart("scale", "3"));
    assertNotEquals(first, second);
  }

  @Test
  void anAdminMakesListsAndRevokesKeys() {
    String admin = key("operator", EnumSet.of(Scope.ADMIN));
    Response made =
        as(admin, given())
            .contentType(ContentType.JSON)
            .body("{\"tenant\": \"studio\", \"name\": \"ci\", \"scopes\": [\"jobs:read\"]}")
            .post("/v1/keys");
    made.then()
        .statusCode(201)
        .body("tenant", equalTo("studio"))
        .body("scopes", equalTo(List.of("jobs:read")))
        .body("key", notNullValue());
    String text = made.path("key");
    String id = made.path("id");
    as(text, given()).get("/v1/jobs").then().statusCode(200);
    String list = as(admin, given()).get("/v1/keys").then().extract().asString();
    assertTrue(list.contains(id));
    assertFalse(list.contains(text.substring(20)), "the list holds a secret");
    assertTrue(list.contains("last_used_at"));
    as(admin, given()).delete("/v1/keys/" + id).then().statusCode(200);
    as(text, given()).get("/v1/jobs").then().statusCode(401);
    as(admin, given())
        .delete("/v1/keys/" + id)
        .then()
        .statusCode(200)
        .body("revoked_at", notNullValue());
    Gateway.problem(as(admin, given()).delete("/v1/keys/000000000000"), 404, "key_not_found");
    assertEquals(
        0,
        database.number(
            "select count(*) from api_key where encode(secret_sha256, 'escape') like ?",
            "%" + text.substring(17) + "%"));
  }

  @Test
  void whatIsWrongWithAKeyIsSaidFieldByField() {
    String admin = key("operator", EnumSet.of(Scope.ADMIN));
    as(admin, given())
        .contentType(ContentType.JSON)
        .body(
            "{\"tenant\": \"No!\", \"scopes\": [\"root\"], \"expires_at\": \"2001-01-01T00:00:00Z\"}")
        .post("/v1/keys")
        .then()
        .statusCode(422)
        .body("violations.field", equalTo(List.of("tenant", "scopes", "expires_at")));
    for (String body : List.of("null", "{}")) {
      Gateway.problem(
          as(admin, given()).contentType(ContentType.JSON).body(body).post("/v1/keys"),
          422,
          "invalid_request");
    }
    Gateway.problem(
        as(admin, given()).contentType(ContentType.JSON).body("{").post("/v1/keys"),
        400,
        "invalid_json");
    Gateway.problem(
        as(admin, given())
            .contentType(ContentType.JSON)
            .body("\"" + "x".repeat(70_000) + "\"")
            .post("/v1/keys"),
        413,
        "body_too_large");
  }

  @Test
  void anOperatorMayChooseTheFirstKey() {
    as(FIRST, given()).get("/v1/keys").then().statusCode(200);
    as(FIRST, given()).get("/v1/queue").then().statusCode(200);
  }

  /** Given where an id belongs, a whole key is not told back. */
  @Test
  void aWholeKeyIsTakenForItsId() {
    String text = key("studio", OF_JOBS);
    String answer =
        as(FIRST, given()).delete("/v1/keys/" + text).then().statusCode(200).extract().asString();
    assertFalse(answer.contains(text.substring(17)), answer);
    as(text, given()).get("/v1/jobs").then().statusCode(401);
  }

  @Test
  void anOpenStreamEndsWithItsKey() throws Exception {
    ApiKeyTable.Created created = keys.create("streams", "a test", OF_JOBS, null);
    String text = created.text().reveal();
    UUID job = submit(text);
    HttpRequest request =
        HttpRequest.newBuilder(Gateway.uri("/v1/jobs/" + job + "/events"))
            .header("Authorization", "Bearer " + text)
            .build();
    HttpResponse<InputStream> stream =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertEquals(200, stream.statusCode());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      String line = lines.readLine();
      while (!line.equals("event:job.queued")) {
        line = lines.readLine();
      }
      assertTrue(keys.revoke(created.key().id()).isPresent());
      // Ends, though the job goes on waiting.
      while (line != null) {
        line = lines.readLine();
      }
    }
  }

  @Test
  void whatSaysNothingOfJobsIsOpen() {
    given().get("/openapi").then().statusCode(200).body(containsString("bearer"));
    given().get("/q/health/live").then().statusCode(200);
  }

  @Test
  void answersSayWhatABrowserMayDoWithThem() {
    for (String path : List.of("/v1/jobs", "/openapi", "/swagger-ui/", "/q/health/live")) {
      given()
          .get(path)
          .then()
          .header("X-Content-Type-Options", "nosniff")
          .header("Referrer-Policy", "no-referrer")
          .header("Content-Security-Policy", containsString("frame-ancestors 'none'"));
    }
  }
}
