package io.diffsr.events;

import io.diffsr.job.Job;
import io.diffsr.jobs.JobViews;
import io.diffsr.jobs.PublicAddress;
import io.diffsr.request.InvalidJobException;
import io.diffsr.request.InvalidJobException.Violation;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A job's events as they happen (server-sent events). */
@Path("/v1/jobs/{id}/events")
@Tag(name = "Jobs")
public class EventsResource {
  private final JobViews jobs;
  private final JobFeeds feeds;
  private final PublicAddress address;

  @Inject
  EventsResource(JobViews jobs, JobFeeds feeds, PublicAddress address) {
    this.jobs = jobs;
    this.feeds = feeds;
    this.address = address;
  }

  @GET
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(
      summary = "Follow a job",
      description =
          "Events job.queued, job.running and so on carry the job as it was then; their ids are its"
              + " status_version, so that Last-Event-ID resumes. job.progress carries the progress."
              + " A comment comes every 15 s where nothing else does. The stream ends with the job,"
              + " and when the gateway stops.")
  public Multi<OutboundSseEvent> events(
      @PathParam("id") String id,
      @HeaderParam("Last-Event-ID") @Nullable String lastEventId,
      @Context Sse sse,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    Job job = jobs.find(id);
    return feeds.stream(job.id(), seen(lastEventId), address.base(uri, headers))
        .map(event -> event(sse, event));
  }

  private static int seen(@Nullable String lastEventId) {
    if (lastEventId == null || lastEventId.isBlank()) {
      return 0;
    }
    try {
      return Math.max(0, Integer.parseInt(lastEventId.strip()));
    } catch (NumberFormatException e) {
      throw new InvalidJobException(
          List.of(new Violation("Last-Event-ID", "must be the id of an event of this stream")));
    }
  }

  private static OutboundSseEvent event(Sse sse, StreamedEvent event) {
    OutboundSseEvent.Builder builder = sse.newEventBuilder();
    if (event.name() == null) {
      return builder.comment("still here").build();
    }
    if (event.id() != null) {
      builder.id(Integer.toString(event.id()));
    }
    return builder
        .name(event.name())
        .data(String.class, event.json())
        .mediaType(MediaType.APPLICATION_JSON_TYPE)
        .build();
  }
}
