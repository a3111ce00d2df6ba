package io.diffsr.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.diffsr.webhook.WebhookStore;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A webhook about a job and what became of it. */
@Schema(name = "WebhookDelivery")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WebhookDeliveryView(
    @Schema(description = "The header webhook-id of every attempt") UUID id,
    UUID job,
    @Schema(examples = "job.succeeded") String type,
    @Schema(description = "Without user, password, query and fragment: these may be secrets")
        String url,
    @Schema(enumeration = {"pending", "succeeded", "failed", "gone"}) String status,
    Instant createdAt,
    @Nullable Instant nextAttemptAt,
    List<AttemptView> attempts) {

  /** One attempt to deliver it. */
  @Schema(name = "WebhookAttempt")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record AttemptView(
      @Schema(description = "From 1; a number is missing where a gateway died in the attempt")
          int number,
      Instant at,
      double seconds,
      @Schema(description = "The answer; missing where none came") @Nullable Integer statusCode,
      @Schema(description = "Why no answer came") @Nullable String error) {
    static AttemptView of(WebhookStore.DeliveryAttempt attempt) {
      return new AttemptView(
          attempt.number(),
          attempt.at(),
          attempt.duration().toMillis() / 1000.0,
          attempt.statusCode(),
          attempt.error());
    }
  }

  /** The deliveries of a job, oldest first. */
  @Schema(name = "WebhookDeliveries")
  public record Deliveries(List<WebhookDeliveryView> deliveries) {}

  static WebhookDeliveryView of(WebhookStore.Delivery delivery) {
    return new WebhookDeliveryView(
        delivery.id(),
        delivery.job(),
        delivery.type(),
        withoutSecrets(delivery.url()),
        delivery.status().wireName(),
        delivery.createdAt(),
        delivery.nextAttemptAt(),
        delivery.attempts().stream().map(AttemptView::of).toList());
  }

  static String withoutSecrets(URI url) {
    String host = String.valueOf(url.getRawAuthority());
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return url.getScheme() + "://" + host.substring(host.lastIndexOf('@') + 1) + path;
  }
}
