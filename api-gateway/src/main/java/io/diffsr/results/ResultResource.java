package io.diffsr.results;

import io.diffsr.job.Job;
import io.diffsr.job.JobResult;
import io.diffsr.jobs.JobViews;
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
  private final JobViews jobs;
  private final ResultFiles files;

  @Inject
  ResultResource(JobViews jobs, ResultFiles files) {
    this.jobs = jobs;
    this.files = files;
  }

  @GET
  @Operation(summary = "The enlarged picture: its bytes, or a redirect to them")
  public Response get(
      @PathParam("id") String id, @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
    Job job = jobs.find(id);
    JobResult result = ResultFiles.require(job);
    EntityTag tag = new EntityTag(result.sha256());
    if (ifNoneMatch != null && ifNoneMatch.contains(result.sha256())) {
      return Response.notModified(tag).build();
    }
    String fileName = job.id() + "." + job.spec().upscale().outputFormat().extension();
    return files.send(
        result.key(),
        result.mediaType(),
        fileName,
        answer -> answer.tag(tag).header(HttpHeaders.CONTENT_LENGTH, result.bytes()));
  }
}
