package io.diffsr.results;

import io.diffsr.caller.Caller;
import io.diffsr.job.Job;
import io.diffsr.job.JobResult;
import io.diffsr.jobs.JobViews;
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
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

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
  @RolesAllowed(Caller.JOBS_READ)
  @Parameter(
      name = "Range",
      in = ParameterIn.HEADER,
      description = "The part that is wanted; what names no single range is ignored",
      schema = @Schema(type = SchemaType.STRING),
      example = "bytes=0-1023")
  @Parameter(
      name = "If-Range",
      in = ParameterIn.HEADER,
      description = "The ETag of the file that Range is about",
      schema = @Schema(type = SchemaType.STRING))
  @Parameter(
      name = "If-None-Match",
      in = ParameterIn.HEADER,
      description = "ETags of files that are known",
      schema = @Schema(type = SchemaType.STRING))
  @Operation(
      operationId = "getResult",
      summary = "The enlarged picture: its bytes, or a redirect to them",
      description = "Range (one range) and If-Range are answered with 206, If-None-Match with 304.")
  public Response get(@PathParam("id") String id, @Context HttpHeaders headers) {
    return files.send(file(id), headers);
  }

  @HEAD
  @RolesAllowed(Caller.JOBS_READ)
  @Operation(
      operationId = "describeResult",
      summary = "Size, type and digest of the enlarged picture")
  public Response head(@PathParam("id") String id) {
    return files.describe(file(id));
  }

  private ResultFiles.ResultFile file(String id) {
    Job job = jobs.find(id);
    JobResult result = ResultFiles.require(job);
    return new ResultFiles.ResultFile(
        result.key(),
        result.mediaType(),
        job.id() + "." + job.spec().upscale().outputFormat().extension(),
        result.bytes(),
        result.sha256());
  }
}
