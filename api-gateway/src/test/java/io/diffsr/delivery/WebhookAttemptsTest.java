package io.diffsr.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.sun.net.httpserver.HttpServer;
import io.diffsr.outbound.AddressGuard;
import io.diffsr.outbound.GuardedHttpClient;
import io.diffsr.webhook.WebhookSchedule.Answer;
import io.diffsr.webhook.WebhookStore.Due;
import io.diffsr.webhook.WebhookStore.SendOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookAttemptsTest {
  private static final UUID DELIVERY = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
  private static final Instant NOW = Instant.ofEpochSecond(1614265330);
  private static final WebhookSigner SIGNER =
      new WebhookSigner(List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
  private static final String BODY = "{\"type\":\"job.succeeded\"}";

  private final Map<String, String> received = new ConcurrentHashMap<>();
  private HttpServer receiver;
  private volatile int status = 204;

  @BeforeEach
  void listen() throws IOException {
    receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    receiver.createContext(
        "/hook",
        exchange -> {
          exchange.getRequestHeaders().forEach((name, values) -> received.put(name, values.get(0)));
          byte[] body = exchange.getRequestBody().readAllBytes();
          received.put("body", new String(body, StandardCharsets.UTF_8));
          exchange.getResponseHeaders().set("Retry-After", "60");
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    receiver.start();
  }

  @AfterEach
  void stop() {
    receiver.stop(0);
  }

  @Test
  void sendsTheBodyUnderItsIdWithASignatureThatTheReceiverCanCheck() {
    SendOutcome outcome = attempts("127.0.0.1").send(message());

    assertEquals(204, outcome.answer().statusCode());
    assertNull(outcome.error());
    assertEquals(BODY, received.get("body"));
    assertEquals(DELIVERY.toString(), received.get("Webhook-id"));
    assertEquals("1614265330", received.get("Webhook-timestamp"));
    assertEquals(
        SIGNER.sign(DELIVERY.toString(), NOW, BODY.getBytes(StandardCharsets.UTF_8)),
        received.get("Webhook-signature"));
  }

  @Test
  void tellsWhatTheReceiverAnsweredAndHowLongItWantsToBeLeftAlone() {
    status = 503;
    assertEquals(
        new Answer(503, Duration.ofMinutes(1)), attempts("127.0.0.1").send(message()).answer());
  }

  @Test
  void checksTheTargetAgainWhenItSends() {
    SendOutcome outcome = attempts("elsewhere").send(message());
    assertEquals(Answer.NONE, outcome.answer());
    assertEquals("127.0.0.1 is not at a public address", outcome.error());
    assertEquals(Map.of(), received);
  }

  @Test
  void aReceiverThatIsDownIsAFailedAttempt() {
    receiver.stop(0);
    SendOutcome outcome = attempts("127.0.0.1").send(message());
    assertEquals(Answer.NONE, outcome.answer());
    assertNotNull(outcome.error());
  }

  @Test
  void whatAReceiverSaysCanBeStored() {
    SendOutcome outcome = new SendOutcome(Answer.NONE, "status line \u0000\nX: 1", Duration.ZERO);
    assertEquals("status line   X: 1", outcome.error());
  }

  @Test
  void targetsAreRefusedWithAReasonWhereNoSecretIsSetOrTheAddressIsInternal() {
    GuardedHttpClient client = client("127.0.0.1");
    assertNull(new WebhookTargets(client, true).check(message().url()));
    assertEquals(
        "is not accepted: this service has no secret to sign webhooks with"
            + " (diffsr.webhooks.secrets)",
        new WebhookTargets(client, false).check(message().url()));
    assertEquals(
        "127.0.0.1 is not at a public address",
        new WebhookTargets(client("elsewhere"), true).check(message().url()));
    assertEquals(
        "must be an http or https address",
        new WebhookTargets(client, true).check(URI.create("ftp://example.org/")));
  }

  private Due message() {
    URI url = URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
    return new Due(DELIVERY, new UUID(0, 1), 1, "job.succeeded", url, BODY);
  }

  private static WebhookAttempts attempts(String allowed) {
    return new WebhookAttempts(client(allowed), SIGNER, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static GuardedHttpClient client(String allowed) {
    return new GuardedHttpClient(
        new AddressGuard(InetAddress::getAllByName, List.of(allowed)), Duration.ofSeconds(10));
  }
}
