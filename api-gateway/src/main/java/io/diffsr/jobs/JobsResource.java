package io.diffsr.jobs;

import io.diffsr.caller.Caller;
import io.diffsr.job.Job;
import io.diffsr.store.JobPosition;
import io.diffsr.store.JobStore;
import io.diffsr.store.RetentionStore;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.NoSuchElementException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Jobs over HTTP: one, a page of them, and the request to cancel one. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobsResource {
  private static final String STATUS = "status";
  private static final String PAGE_SIZE = "page_size";
  private static final String PAGE_TOKEN = "page_token";
  private static final String RETRYABLE = "retryable";
  private static final int DEFAULT_PAGE = 50;
  private static final int LARGEST_PAGE = 200;
  private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,9}");

  private final JobStore store;
  private final RetentionStore retention;
  private final JobViews jobs;
  private final PublicAddress address;
  private final Caller caller;

  @Inject
  JobsResource(
      JobStore store,
      RetentionStore retention,
      JobViews jobs,
      PublicAddress address,
      Caller caller) {
    this.retention = retention;
    this.caller = caller;
    this.store = store;
    this.jobs = jobs;
    this.address = address;
  }

  @GET
  @RolesAllowed(Caller.JOBS_READ)
  @Path("/{id}")
  @Operation(operationId = "getJob", summary = "A job's current state")
  public JobView get(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    return jobs.view(jobs.find(id), address.base(uri, headers));
  }

  @GET
  @RolesAllowed(Caller.JOBS_READ)
  @Operation(operationId = "listJobs", summary = "Jobs, newest first")
  @Parameter(
      name = STATUS,
      in = ParameterIn.QUERY,
      description = "Only jobs of this status",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {
                "queued",
                "running",
                "canceling",
                "succeeded",
                "failed",
                "canceled",
                "expired"
              }))
  @Parameter(
      name = PAGE_SIZE,
      in = ParameterIn.QUERY,
      description = "The most jobs of a page",
      schema =
          @Schema(
              type = SchemaType.INTEGER,
              minimum = "1",
              maximum = "" + LARGEST_PAGE,
              defaultValue = "" + DEFAULT_PAGE))
  @Parameter(
      name = PAGE_TOKEN,
      in = ParameterIn.QUERY,
      description = "next_page_token of the page before this one",
      schema = @Schema(type = SchemaType.STRING, pattern = PageToken.PATTERN))
  @Parameter(
      name = RETRYABLE,
      in = ParameterIn.QUERY,
      description = "true: only failed jobs that may be retried",
      schema = @Schema(type = SchemaType.BOOLEAN))
  public JobPage list(@Context UriInfo uri, @Context HttpHeaders headers) {
    String status = QueryParameter.read(uri, STATUS);
    String size = QueryParameter.read(uri, PAGE_SIZE);
    String token = QueryParameter.read(uri, PAGE_TOKEN);
    String retryable = QueryParameter.read(uri, RETRYABLE);
    if (retryable != null && !retryable.equals("true") && !retryable.equals("false")) {
      throw QueryParameter.invalid(RETRYABLE, "must be true or false");
    }
    JobStore.Listing found =
        store.list(
            caller.tenant(),
            status == null ? null : JobViews.status(status),
            token == null ? null : PageToken.read(token),
            Boolean.parseBoolean(retryable),
            size == null ? DEFAULT_PAGE : pageSize(size));
    JobPosition end = found.next();
    String next = end == null ? null : PageToken.write(end);
    return new JobPage(jobs.views(found.jobs(), address.base(uri, headers)), next);
  }

  private static int pageSize(String text) {
    int size = WHOLE_NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (size < 1 || size > LARGEST_PAGE) {
      throw QueryParameter.invalid(PAGE_SIZE, "must be in 1.." + LARGEST_PAGE);
    }
    return size;
  }

  @DELETE
  @RolesAllowed(Caller.JOBS_WRITE)
  @Path("/{id}")
  @Operation(
      operationId = "deleteJob",
      summary = "Delete a job with its pictures",
      description =
          "204 means that it is gone. A running job is canceled first (202), and removed when its"
              + " worker has stopped. Its webhooks that were not sent yet are not sent any more.")
  @APIResponse(responseCode = "204", description = "It is gone")
  @APIResponse(
      responseCode = "202",
      description = "It is being canceled, and removed then",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  public Response delete(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    UUID job = jobs.find(id).id();
    return switch (retention.delete(job)) {
      case REMOVED -> Response.noContent().build();
      case WHEN_STOPPED ->
          store
              .find(job)
              .map(each -> Response.accepted(jobs.view(each, address.base(uri, headers))))
              .orElseGet(Response::noContent)
              .build();
      case MISSING -> throw JobViews.notFound(id);
    };
  }

  @POST
  @RolesAllowed(Caller.JOBS_WRITE)
  @Path("/{id}/cancel")
  @Operation(
      operationId = "cancelJob",
      summary = "Stop a job",
      description = "May be asked twice. A running job is canceling until its worker has stopped.")
  public JobView cancel(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    try {
      Job job = store.requestCancel(jobs.find(id).id());
      return jobs.view(job, address.base(uri, headers));
    } catch (NoSuchElementException e) {
      throw JobViews.notFound(id); // Deleted meanwhile.
    }
  }
}
