package io.diffsr.delivery;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.Job;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.Gateway;
import io.diffsr.testing.PictureFiles;
import io.diffsr.testing.TestServer;
import io.diffsr.testing.TestServer.Answer;
import io.diffsr.testing.TestServer.Request;
import io.diffsr.testing.TestWorker;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WebhookDeliveryTest {
  private static final int ATTEMPTS = 4;

  @Inject TestWorker worker;

  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private volatile int afterwards = 204;
  private TestServer receiver;

  @BeforeEach
  void listen() {
    receiver =
        new TestServer(
            request -> {
              Integer planned = answers.poll();
              int status = planned == null ? afterwards : planned;
              return status == 307
                  ? new Answer(307, Map.of("Location", receiver.at("/elsewhere")), new byte[0])
                  : Answer.status(status);
            });
  }

  @AfterEach
  void tidy() {
    receiver.close();
    worker.emptyTheQueue();
  }

  @Test
  void aReceiverThatFailsTwiceGetsTheSameMessageThreeTimes() throws Exception {
    answers.addAll(List.of(500, 307));
    UUID id = submit("job.succeeded");
    Job claimed = worker.claim(id);
    worker.succeed(claimed, PictureFiles.png(24, 20));

    List<Request> received = List.of(receiver.next(), receiver.next(), receiver.next());

    JsonPath deliveries = awaitDelivery(id, "succeeded").extract().jsonPath();
    String delivery = deliveries.getString("deliveries[0].id");
    for (Request request : received) {
      assertEquals("/hook", request.path());
      assertEquals("application/json", request.headers().get("content-type"));
      assertEquals(delivery, request.headers().get("webhook-id"));
      assertArrayEquals(received.get(0).body(), request.body());
      verify(request);
    }
    assertEquals(1, deliveries.getList("deliveries").size());
    assertEquals(List.of(1, 2, 3), deliveries.getList("deliveries[0].attempts.number"));
    assertEquals(List.of(500, 307, 204), deliveries.getList("deliveries[0].attempts.status_code"));
    assertEquals(receiver.at("/hook"), deliveries.getString("deliveries[0].url"));

    JsonPath message = JsonPath.from(new String(received.get(0).body(), UTF_8));
    assertEquals("job.succeeded", message.getString("type"));
    assertTrue(message.getString("timestamp").endsWith("Z"));
    assertEquals(id.toString(), message.getString("data.id"));
    assertEquals("succeeded", message.getString("data.status"));
    assertEquals(24, message.getInt("data.result.width"));
    assertEquals("of the test", message.getString("data.metadata.note"));
  }

  @Test
  void aMessageIsSentAgainWhenAskedFor() throws Exception {
    UUID id = submit("job.canceled");
    given().post("/v1/jobs/{id}/cancel", id).then().statusCode(200);
    Request first = receiver.next();
    String delivery =
        awaitDelivery(id, "succeeded").extract().jsonPath().getString("deliveries[0].id");

    given()
        .post("/v1/webhook-deliveries/{id}/redeliver", delivery)
        .then()
        .statusCode(202)
        .body("id", equalTo(delivery))
        .body("status", equalTo("pending"));

    Request again = receiver.next();
    assertEquals(delivery, again.headers().get("webhook-id"));
    assertArrayEquals(first.body(), again.body());
    verify(again);
    awaitDelivery(id, "succeeded").body("deliveries[0].attempts.number", equalTo(List.of(1, 2)));
  }

  @Test
  void aReceiverThatIsGoneGetsNothingMoreAboutTheJob() throws Exception {
    answers.add(410);
    UUID id = submit("job.running,job.succeeded");
    Job claimed = worker.claim(id);
    receiver.next();
    awaitDelivery(id, "gone")
        .body("deliveries[0].type", equalTo("job.running"))
        .body("deliveries[0]", not(hasKey("next_attempt_at")));

    worker.succeed(claimed, PictureFiles.png(24, 20));

    deliveries(id).body("deliveries", hasSize(1));
    // Another job's message is sent after, and is the next to arrive.
    UUID other = submit("job.running");
    worker.succeed(worker.claim(other), PictureFiles.png(24, 20));
    JsonPath next = JsonPath.from(new String(receiver.next().body(), UTF_8));
    assertEquals(other.toString(), next.getString("data.id"));
    awaitDelivery(other, "succeeded");
  }

  @Test
  void aReceiverThatNeverAcceptsIsGivenUpAndMayBeAskedAgain() throws Exception {
    afterwards = 503;
    UUID id = submit("job.canceled");
    given().post("/v1/jobs/{id}/cancel", id).then().statusCode(200);
    List<Integer> numbers = new ArrayList<>();
    for (int number = 1; number <= ATTEMPTS; number++) {
      numbers.add(number);
      receiver.next();
    }
    String delivery =
        awaitDelivery(id, "failed")
            .body("deliveries[0].attempts.number", equalTo(numbers))
            .body("deliveries[0]", not(hasKey("next_attempt_at")))
            .extract()
            .jsonPath()
            .getString("deliveries[0].id");

    afterwards = 200;
    given().post("/v1/webhook-deliveries/{id}/redeliver", delivery).then().statusCode(202);
    verify(receiver.next());
    awaitDelivery(id, "succeeded").body("deliveries[0].attempts", hasSize(ATTEMPTS + 1));
  }

  @Test
  void onlyTheEndIsToldUnlessMoreIsAskedFor() throws Exception {
    UUID id =
        Gateway.submit(
            Gateway.form().multiPart("webhook_url", receiver.at("/hook?token=secret#part")));
    worker.succeed(worker.claim(id), PictureFiles.png(24, 20));
    receiver.next();
    awaitDelivery(id, "succeeded")
        .body("deliveries.type", equalTo(List.of("job.succeeded")))
        .body("deliveries[0].url", equalTo(receiver.at("/hook")));
  }

  @Test
  void aDeliveryThatIsNotThereIsAProblem() {
    for (String id : List.of("nothing", UUID.randomUUID().toString())) {
      Gateway.problem(
          given().post("/v1/webhook-deliveries/{id}/redeliver", id),
          404,
          "webhook_delivery_not_found");
    }
    UUID id = Gateway.submit(Gateway.form());
    deliveries(id).body("deliveries", hasSize(0));
  }

  private UUID submit(String events) {
    return Gateway.submit(
        Map.of(
            "webhook_url",
            receiver.at("/hook"),
            "webhook_events",
            events,
            "metadata",
            "{\"note\":\"of the test\"}"));
  }

  private static ValidatableResponse deliveries(UUID job) {
    return given().get("/v1/jobs/{id}/webhook-deliveries", job).then().statusCode(200);
  }

  /** Waits until the first delivery of a job has come so far. */
  private static ValidatableResponse awaitDelivery(UUID job, String status)
      throws InterruptedException {
    return Conditions.await(
        () -> deliveries(job),
        answer -> status.equals(answer.extract().path("deliveries[0].status")));
  }

  /**
   * Checks a message as a receiver would, written from the specification ("Verifying webhook
   * authenticity"): the signed content is id, timestamp and body, separated by full stops; the key
   * is the base64 part of the secret; there may be several signatures, of which one must be right,
   * and here there must be one for each secret.
   */
  private static void verify(Request request) throws GeneralSecurityException {
    String id = request.headers().get("webhook-id");
    String timestamp = request.headers().get("webhook-timestamp");
    assertTrue(timestamp.matches("[0-9]{10}"), timestamp);
    String content = id + "." + timestamp + "." + new String(request.body(), UTF_8);
    List<String> expected = new ArrayList<>();
    for (String secret :
        ConfigProvider.getConfig().getValues("diffsr.webhooks.secrets", String.class)) {
      assertTrue(secret.startsWith("whsec_"));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(Base64.getDecoder().decode(secret.split("_", 2)[1]), "HmacSHA256"));
      expected.add(
          "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(UTF_8))));
    }
    assertEquals(2, expected.size());
    assertEquals(expected, List.of(request.headers().get("webhook-signature").split(" ")));
  }
}
