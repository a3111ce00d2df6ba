package io.diffsr.results;

import static jakarta.ws.rs.core.Response.Status.NOT_FOUND;

import io.diffsr.caller.Caller;
import io.diffsr.job.Job;
import io.diffsr.jobs.JobViews;
import io.diffsr.problem.ProblemException;
import io.diffsr.request.OutputFormat;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far the samples of a result differ. */
@Path("/v1/jobs/{id}/uncertainty")
@Tag(name = "Jobs")
public class UncertaintyResource {
  private final JobViews jobs;
  private final ResultFiles files;

  @Inject
  UncertaintyResource(JobViews jobs, ResultFiles files) {
    this.jobs = jobs;
    this.files = files;
  }

  @GET
  @RolesAllowed(Caller.JOBS_READ)
  @Operation(
      operationId = "getUncertainty",
      summary = "How far the samples of a result differ: a greyscale PNG, or a redirect to it",
      description =
          "Of jobs with samples above 1. The level of a pixel is four times the standard deviation"
              + " of the samples there, in 8-bit levels of the result: black where all agree, white"
              + " from 63.75 levels on.")
  public Response get(@PathParam("id") String id, @Context HttpHeaders headers) {
    return files.send(file(id), headers);
  }

  @HEAD
  @RolesAllowed(Caller.JOBS_READ)
  @Operation(operationId = "describeUncertainty", summary = "Whether there is such a picture")
  public Response head(@PathParam("id") String id) {
    return files.describe(file(id));
  }

  private ResultFiles.ResultFile file(String id) {
    Job job = jobs.find(id);
    String key = ResultFiles.require(job).uncertaintyKey();
    if (key == null) {
      throw ProblemException.of(
          NOT_FOUND,
          "job_has_no_uncertainty",
          "The job drew one sample, so nothing is known of how far samples differ; ask for more"
              + " with the field samples, of a method that draws noise.");
    }
    return new ResultFiles.ResultFile(
        key, OutputFormat.PNG.mediaType(), job.id() + "-uncertainty.png", -1, null);
  }
}
