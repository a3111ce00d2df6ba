package io.diffsr.delivery;

import static jakarta.ws.rs.core.Response.Status.NOT_FOUND;

import io.diffsr.caller.Caller;
import io.diffsr.jobs.JobViews;
import io.diffsr.problem.ProblemException;
import io.diffsr.webhook.WebhookStore;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Webhooks by their own ids. */
@Path("/v1/webhook-deliveries/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class WebhookDeliveriesResource {
  private final JobViews jobs;
  private final WebhookStore webhooks;

  @Inject
  WebhookDeliveriesResource(JobViews jobs, WebhookStore webhooks) {
    this.jobs = jobs;
    this.webhooks = webhooks;
  }

  @POST
  @RolesAllowed(Caller.JOBS_WRITE)
  @Path("/redeliver")
  @ResponseStatus(202)
  @Operation(
      operationId = "redeliverWebhook",
      summary = "Send a webhook again",
      description = "At once and with all its attempts before it; its id and body stay.")
  @APIResponse(
      responseCode = "202",
      description = "It is sent again",
      content = @Content(schema = @Schema(implementation = WebhookDeliveryView.class)))
  public WebhookDeliveryView redeliver(@PathParam("id") String id) {
    return parse(id)
        .filter(delivery -> webhooks.jobOf(delivery).filter(jobs::isCallers).isPresent())
        .flatMap(webhooks::redeliver)
        .map(WebhookDeliveryView::of)
        .orElseThrow(
            () ->
                ProblemException.of(
                    NOT_FOUND,
                    "webhook_delivery_not_found",
                    "There is no webhook delivery " + id + "."));
  }

  private static Optional<UUID> parse(String id) {
    try {
      return Optional.of(UUID.fromString(id));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
