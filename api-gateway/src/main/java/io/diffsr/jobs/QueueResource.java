package io.diffsr.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.diffsr.caller.Caller;
import io.diffsr.store.QueueStore;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The queue of all tenants, which those who run the service may stop for a while. */
@Path("/v1/queue")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Queue")
public class QueueResource {
  private static final Logger LOG = Logger.getLogger(QueueResource.class);

  private final QueueStore queue;
  private final Caller caller;

  @Inject
  QueueResource(QueueStore queue, Caller caller) {
    this.queue = queue;
    this.caller = caller;
  }

  /** Whether jobs are released. */
  @Schema(name = "Queue")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record QueueView(boolean paused, @Nullable Instant pausedAt) {}

  private QueueView view() {
    return queue
        .pause()
        .map(pause -> new QueueView(true, pause.since()))
        .orElseGet(() -> new QueueView(false, null));
  }

  @GET
  @RolesAllowed({Caller.JOBS_READ, Caller.ADMIN})
  @Operation(operationId = "getQueue", summary = "Whether the queue is paused")
  public QueueView get() {
    return view();
  }

  @POST
  @Path("/pause")
  @RolesAllowed(Caller.ADMIN)
  @Operation(
      operationId = "pauseQueue",
      summary = "Release no more jobs",
      description =
          "Jobs are accepted and wait. Those that run, and those that were released before, go on.")
  public QueueView pause() {
    queue.pause(caller.name());
    LOG.infof("%s paused the queue", caller.name());
    return view();
  }

  @POST
  @Path("/resume")
  @RolesAllowed(Caller.ADMIN)
  @Operation(operationId = "resumeQueue", summary = "Release jobs again")
  public QueueView resume() {
    queue.resume();
    LOG.infof("%s resumed the queue", caller.name());
    return view();
  }
}
