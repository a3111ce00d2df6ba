package io.diffsr.api;

import static jakarta.ws.rs.core.Response.Status.CONFLICT;
import static jakarta.ws.rs.core.Response.Status.NOT_FOUND;

import io.diffsr.job.Job;
import io.diffsr.job.JobResult;
import io.diffsr.job.OutputFormat;
import io.diffsr.storage.ObjectStore;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** How far the samples of a result differ. */
@Path("/v1/jobs/{id}/uncertainty")
@Tag(name = "Jobs")
public class UncertaintyResource {
  private final Jobs jobs;
  private final ObjectStore objects;
  private final GatewaySettings settings;

  @Inject
  UncertaintyResource(Jobs jobs, ObjectStore objects, GatewaySettings settings) {
    this.jobs = jobs;
    this.objects = objects;
    this.settings = settings;
  }

  @GET
  @Operation(
      summary = "How far the samples of a result differ: a greyscale PNG, or a redirect to it",
      description =
          "Of jobs with samples above 1. The level of a pixel is four times the standard deviation"
              + " of the samples there, in 8-bit levels of the result: black where all agree, white"
              + " from 63.75 levels on.")
  public Response get(@PathParam("id") String id) {
    Job job = jobs.find(id);
    JobResult result = job.result();
    if (result == null) {
      throw ProblemException.of(
          CONFLICT,
          job.status().terminal() ? "job_has_no_result" : "job_not_finished",
          "The job is " + job.status().wireName() + " and has no result.");
    }
    String key = result.uncertaintyKey();
    if (key == null) {
      throw ProblemException.of(
          NOT_FOUND,
          "job_has_no_uncertainty",
          "The job drew one sample, so nothing is known of how far samples differ; ask for more"
              + " with the field samples, of a method that draws noise.");
    }
    String fileName = job.id() + "-uncertainty.png";
    if (settings.results().redirect()) {
      return Response.seeOther(
              objects.presignedGet(key, settings.results().redirectValidity(), fileName))
          .build();
    }
    return Response.ok(objects.open(key), OutputFormat.PNG.mediaType())
        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + fileName + "\"")
        .build();
  }
}
