package io.diffsr.submission;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
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
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdempotencyTest {
  private static final int MANY = 8;

  @Inject TestWorker worker;

  private final String key = UUID.randomUUID().toString();
  private ExecutorService threads;
  private long before;

  @BeforeEach
  void count() {
    threads = Executors.newCachedThreadPool();
    before = worker.jobs();
  }

  @AfterEach
  void tidy() {
    threads.shutdownNow();
    worker.emptyTheQueue();
  }

  @Test
  void theSameRequestGetsTheStoredAnswer() {
    Response first = form("3").post("/v1/jobs");
    UUID id = Gateway.id(first.then().statusCode(202));
    // Whatever became of the job meanwhile.
    worker.succeed(worker.claim(id), PictureFiles.png(36, 30));

    Response second = form("3").post("/v1/jobs");

    second.then().statusCode(202).header("Location", equalTo(first.header("Location")));
    assertEquals(first.asString(), second.asString());
    assertEquals(before + 1, worker.jobs());
  }

  @Test
  void anotherRequestWithTheSameKeyIsRefused() {
    form("3").post("/v1/jobs").then().statusCode(202);

    Gateway.problem(form("4").post("/v1/jobs"), 422, "idempotency_key_reused")
        .body("retryable", equalTo(false));
    Gateway.problem(
        Gateway.form(PictureFiles.png(9, 9))
            .header("Idempotency-Key", key)
            .multiPart("scale", "3")
            .post("/v1/jobs"),
        422,
        "idempotency_key_reused");
    assertEquals(before + 1, worker.jobs());
  }

  @Test
  void withoutAKeyEveryRequestMakesAJob() {
    Gateway.submit(Gateway.form());
    Gateway.submit(Gateway.form());
    assertEquals(before + 2, worker.jobs());
  }

  @Test
  void manyAtTheSameTimeMakeOneJob() throws Exception {
    CyclicBarrier start = new CyclicBarrier(MANY);
    Callable<Response> send =
        () -> {
          start.await();
          return form("3").post("/v1/jobs");
        };
    Set<String> ids = new HashSet<>();
    for (Future<Response> each : threads.invokeAll(Collections.nCopies(MANY, send))) {
      Response answer = each.get();
      if (answer.statusCode() == 202) {
        ids.add(answer.path("id"));
      } else {
        Gateway.problem(answer, 409, "idempotency_key_in_flight");
      }
    }
    assertEquals(1, ids.size());
    assertEquals(before + 1, worker.jobs());
  }

  @Test
  void aSecondRequestIsToldThatTheFirstIsStillBeingWorkedOn() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (TestServer slow =
        new TestServer(
            request -> {
              asked.countDown();
              pass(go);
              return Answer.picture(PictureFiles.png(12, 10));
            })) {
      Map<String, Object> body = Map.of("image_url", slow.at("/picture.png"), "scale", 2);
      Future<Response> first = threads.submit(() -> json(body).post("/v1/jobs"));
      asked.await();

      Gateway.problem(json(body).post("/v1/jobs"), 409, "idempotency_key_in_flight")
          .body("retryable", equalTo(true))
          .header("Retry-After", notNullValue());
      Gateway.problem(form("2").post("/v1/jobs"), 422, "idempotency_key_reused");

      go.countDown();
      UUID id = Gateway.id(first.get().then().statusCode(202));
      assertEquals(id, Gateway.submit(json(body)));
      assertEquals(1, slow.requests().size());
    } finally {
      go.countDown();
    }
    assertEquals(before + 1, worker.jobs());
  }

  @Test
  void aRequestThatCameToNothingFreesTheKey() {
    Gateway.problem(form("99").post("/v1/jobs"), 422, "invalid_request");
    Gateway.problem(
        Gateway.form(PictureFiles.truncatedPng()).header("Idempotency-Key", key).post("/v1/jobs"),
        422,
        "invalid_picture");

    Gateway.submit(form("3"));
    assertEquals(before + 1, worker.jobs());
  }

  @Test
  void theLongestKeyIsTaken() {
    String longest = key + "k".repeat(255 - key.length());
    List<UUID> ids =
        List.of(
            Gateway.submit(Gateway.form().header("Idempotency-Key", longest)),
            Gateway.submit(Gateway.form().header("Idempotency-Key", longest)));
    assertTrue(ids.stream().allMatch(ids.get(0)::equals), ids::toString);
  }

  private RequestSpecification form(String scale) {
    return Gateway.form().header("Idempotency-Key", key).multiPart("scale", scale);
  }

  private RequestSpecification json(Map<String, Object> body) {
    return given().header("Idempotency-Key", key).contentType(ContentType.JSON).body(body);
  }

  private static void pass(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
