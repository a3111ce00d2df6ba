package io.diffsr.api;

import static jakarta.ws.rs.core.Response.Status.CONFLICT;

import io.diffsr.job.Job;
import io.diffsr.job.JobResult;
import io.diffsr.storage.ObjectStore;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The enlarged picture. */
@Path("/v1/jobs/{id}/result")
@Tag(name = "Jobs")
public class ResultResource {
  private final Jobs jobs;
  private final ObjectStore objects;
  private final GatewaySettings settings;

  @Inject
  ResultResource(Jobs jobs, ObjectStore objects, GatewaySettings settings) {
    this.jobs = jobs;
    this.objects = objects;
    this.settings = settings;
  }

  @GET
  @Operation(summary = "The enlarged picture: its bytes, or a redirect to them")
  public Response get(
      @PathParam("id") String id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
    Job job = jobs.find(id);
    JobResult result = job.result();
    if (result == null) {
      throw ProblemException.of(
          CONFLICT,
          job.status().terminal() ? "job_has_no_result" : "job_not_finished",
          "The job is " + job.status().wireName() + " and has no result.");
    }
    EntityTag tag = new EntityTag(result.sha256());
    if (ifNoneMatch != null && ifNoneMatch.contains(result.sha256())) {
      return Response.notModified(tag).build();
    }
    String fileName = job.id() + "." + job.spec().upscale().outputFormat().extension();
    if (settings.results().redirect()) {
      return Response.seeOther(
              objects.presignedGet(result.key(), settings.results().redirectValidity(), fileName))
          .build();
    }
    return Response.ok(objects.open(result.key()), result.mediaType())
        .tag(tag)
        .header(HttpHeaders.CONTENT_LENGTH, result.bytes())
        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + fileName + "\"")
        .build();
  }
}
