package io.diffsr.jobs;

import static jakarta.ws.rs.core.Response.Status.CONFLICT;

import io.diffsr.caller.Caller;
import io.diffsr.job.IllegalTransitionException;
import io.diffsr.job.Job;
import io.diffsr.job.JobStatus;
import io.diffsr.problem.ProblemException;
import io.diffsr.store.JobStore;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.NoSuchElementException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Failed jobs that are tried again: one, or all that may be. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Caller.JOBS_WRITE)
@Tag(name = "Jobs")
public class RetryResource {
  private static final int MOST = 200;

  private final JobStore store;
  private final JobViews jobs;
  private final PublicAddress address;
  private final Caller caller;

  @Inject
  RetryResource(JobStore store, JobViews jobs, PublicAddress address, Caller caller) {
    this.store = store;
    this.jobs = jobs;
    this.address = address;
    this.caller = caller;
  }

  /**
   * What became of a request to retry all.
   *
   * @param retried how many jobs are queued again
   * @param more whether there may be others: ask again
   */
  @Schema(name = "Retried")
  public record Retried(int retried, boolean more) {}

  @POST
  @Path("/{id}/retry")
  @Operation(
      operationId = "retryJob",
      summary = "Try a failed job again",
      description =
          "With all its attempts before it, from its last checkpoint where that is still there. Only"
              + " jobs whose error is retryable, while their input is kept and their deadline has not"
              + " passed.")
  public JobView retry(
      @PathParam("id") String id, @Context UriInfo uri, @Context HttpHeaders headers) {
    try {
      return jobs.view(store.retry(jobs.find(id).id()), address.base(uri, headers));
    } catch (IllegalTransitionException e) {
      throw ProblemException.of(
          CONFLICT,
          "job_not_retryable",
          "Only a job that has failed, with an error that is retryable, with its input still kept"
              + " and its deadline to come, can be tried again.");
    } catch (NoSuchElementException e) {
      throw JobViews.notFound(id);
    }
  }

  @POST
  @Path("/retry")
  @Operation(
      operationId = "retryJobs",
      summary = "Try all failed jobs again that may be",
      description = "The oldest first, 200 a request; more says whether to ask again.")
  public Retried retryAll() {
    List<Job> found = store.retryAll(caller.tenant(), MOST);
    int retried = (int) found.stream().filter(job -> job.status() == JobStatus.QUEUED).count();
    return new Retried(retried, found.size() == MOST);
  }
}
