package io.diffsr.delivery;

import io.diffsr.outbound.GuardedHttpClient;
import io.diffsr.outbound.OutboundException;
import io.diffsr.webhook.WebhookSchedule;
import io.diffsr.webhook.WebhookStore.Due;
import io.diffsr.webhook.WebhookStore.SendOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;

/** Makes one attempt: signs the message, sends it, and returns the outcome. */
final class WebhookAttempts {
  private static final Logger LOG = Logger.getLogger(WebhookAttempts.class);

  private final GuardedHttpClient client;
  private final WebhookSigner signer;
  private final Clock clock;

  WebhookAttempts(GuardedHttpClient client, WebhookSigner signer, Clock clock) {
    this.client = client;
    this.signer = signer;
    this.clock = clock;
  }

  /** Sends a message; never throws because of the receiver. */
  SendOutcome send(Due message) {
    Instant start = clock.instant();
    byte[] body = message.body().getBytes(StandardCharsets.UTF_8);
    String id = message.delivery().toString();
    Map<String, String> headers =
        Map.of(
            "webhook-id", id,
            "webhook-timestamp", Long.toString(start.getEpochSecond()),
            "webhook-signature", signer.sign(id, start, body));
    long started = System.nanoTime();
    try {
      GuardedHttpClient.Answer answer =
          client.post(message.url(), headers, body, "application/json");
      Duration retryAfter = RetryAfter.read(answer.retryAfter(), clock.instant());
      return new SendOutcome(
          new WebhookSchedule.Answer(answer.status(), retryAfter), null, since(started));
    } catch (OutboundException e) {
      return new SendOutcome(WebhookSchedule.Answer.NONE, e.getMessage(), since(started));
    } catch (RuntimeException e) {
      // Our own fault, but unless it is noted as an attempt this message would be sent for ever.
      LOG.errorf(e, "could not send webhook %s", id);
      return new SendOutcome(WebhookSchedule.Answer.NONE, "internal error", since(started));
    }
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
