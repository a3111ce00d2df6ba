package io.diffsr.jobs;

import static io.diffsr.problem.UnprocessableContent.UNPROCESSABLE_CONTENT;

import io.diffsr.job.Job;
import io.diffsr.problem.ProblemException;
import io.diffsr.store.JobPosition;
import io.diffsr.store.JobStore;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Jobs over HTTP: one, a page of them, and the request to cancel one. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobsResource {
  private static final int LARGEST_PAGE = 200;

  private final JobStore store;
  private final JobViews jobs;
  private final PublicAddress address;

  @Inject
  JobsResource(JobStore store, JobViews jobs, PublicAddress address) {
    this.store = store;
    this.jobs = jobs;
    this.address = address;
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "A job's current state")
  public JobView get(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    return jobs.view(jobs.find(id), address.base(uri, headers));
  }

  @GET
  @Operation(summary = "Jobs, newest first")
  public JobPage list(
      @QueryParam("status") @Nullable String status,
      @QueryParam("page_size")
          @DefaultValue("50")
          @Parameter(
              schema =
                  @Schema(
                      type = SchemaType.INTEGER,
                      minimum = "1",
                      maximum = "200",
                      defaultValue = "50"))
          String size,
      @QueryParam("page_token") @Nullable String pageToken,
      @Context UriInfo uri,
      @Context HttpHeaders headers) {
    int pageSize = pageSize(size);
    JobPosition after = pageToken == null ? null : PageToken.read(pageToken);
    JobStore.Listing found = store.list(JobViews.status(status), after, pageSize);
    JobPosition end = found.next();
    String next = end == null ? null : PageToken.write(end);
    return new JobPage(jobs.views(found.jobs(), address.base(uri, headers)), next);
  }

  private static int pageSize(String text) {
    try {
      int size = Integer.parseInt(text);
      if (size >= 1 && size <= LARGEST_PAGE) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw badPageSize();
    }
    throw badPageSize();
  }

  private static ProblemException badPageSize() {
    return ProblemException.of(
        UNPROCESSABLE_CONTENT, "invalid_request", "page_size must be in 1.." + LARGEST_PAGE);
  }

  @POST
  @Path("/{id}/cancel")
  @Operation(
      summary = "Stop a job",
      description = "May be asked twice. A running job is canceling until its worker has stopped.")
  public JobView cancel(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    Job job = store.requestCancel(jobs.find(id).id());
    return jobs.view(job, address.base(uri, headers));
  }
}
