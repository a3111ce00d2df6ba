package io.diffsr.events;

import io.diffsr.caller.Caller;
import io.diffsr.caller.KeyWatch;
import io.diffsr.job.Job;
import io.diffsr.jobs.JobViews;
import io.diffsr.jobs.PublicAddress;
import io.diffsr.request.InvalidJobException;
import io.diffsr.request.InvalidJobException.Violation;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
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
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A job's events as they happen (server-sent events). */
@Path("/v1/jobs/{id}/events")
@Tag(name = "Jobs")
public class EventsResource {
  private static final String LAST_EVENT_ID = "Last-Event-ID";
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");

  private final JobViews jobs;
  private final JobFeeds feeds;
  private final PublicAddress address;
  private final Caller caller;
  private final KeyWatch keys;

  @Inject
  EventsResource(
      JobViews jobs, JobFeeds feeds, PublicAddress address, Caller caller, KeyWatch keys) {
    this.caller = caller;
    this.keys = keys;
    this.jobs = jobs;
    this.feeds = feeds;
    this.address = address;
  }

  @GET
  @RolesAllowed(Caller.JOBS_READ)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Blocking
  @Operation(
      operationId = "followJob",
      summary = "Follow a job",
      description =
          "Events job.queued, job.running and so on carry the job as it was then; their ids are its"
              + " status_version, so that Last-Event-ID resumes. job.progress carries the progress."
              + " A comment comes every 15 s where nothing else does. The stream ends with the job,"
              + " and when the gateway stops.")
  @Parameter(
      name = LAST_EVENT_ID,
      in = ParameterIn.HEADER,
      description = "The id of the last event that is known; else all are sent",
      schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "2147483647"))
  public Multi<OutboundSseEvent> events(
      @PathParam("id") String id,
      @Context Sse sse,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    int seen = seen(headers.getRequestHeader(LAST_EVENT_ID));
    Job job = jobs.find(id);
    String key = caller.key();
    return feeds.stream(job.id(), seen, address.base(uri, headers), () -> keys.isGood(key))
        .map(event -> event(sse, event));
  }

  /** A header that is empty is not the same as none. */
  private static int seen(List<String> lastEventId) {
    if (lastEventId.isEmpty()) {
      return 0;
    }
    String text = lastEventId.get(0).strip();
    long version = WHOLE_NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
    if (lastEventId.size() > 1 || version < 0 || version > Integer.MAX_VALUE) {
      throw new InvalidJobException(
          List.of(
              new Violation(
                  LAST_EVENT_ID,
                  "must be the id of an event of this stream: a whole number from 0 to "
                      + Integer.MAX_VALUE)));
    }
    return (int) version;
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
