package io.diffsr.delivery;

import io.diffsr.caller.Caller;
import io.diffsr.jobs.JobViews;
import io.diffsr.webhook.WebhookStore;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * What became of the webhooks about a job. A class of its own, because a path below {@code
 * /v1/jobs} is looked for only in the class whose path is the longest that fits.
 */
@Path("/v1/jobs/{id}/webhook-deliveries")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class JobWebhooksResource {
  private final JobViews jobs;
  private final WebhookStore webhooks;

  @Inject
  JobWebhooksResource(JobViews jobs, WebhookStore webhooks) {
    this.jobs = jobs;
    this.webhooks = webhooks;
  }

  @GET
  @RolesAllowed(Caller.JOBS_READ)
  @Operation(
      operationId = "listWebhookDeliveries",
      summary = "The webhooks about a job with their attempts, oldest first")
  public WebhookDeliveryView.Deliveries ofJob(@PathParam("id") String id) {
    UUID job = jobs.find(id).id();
    return new WebhookDeliveryView.Deliveries(
        webhooks.ofJob(job).stream().map(WebhookDeliveryView::of).toList());
  }
}
