package io.diffsr.submission;

import io.diffsr.caller.Caller;
import io.diffsr.events.JobWait;
import io.diffsr.job.Job;
import io.diffsr.jobs.JobView;
import io.diffsr.jobs.JobViews;
import io.diffsr.jobs.PublicAddress;
import io.diffsr.request.JobRequest;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Submitting a job over HTTP. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class SubmissionResource {
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private final SubmissionReader reader;
  private final IdempotentSubmission submissions;
  private final JobViews jobs;
  private final JobWait wait;
  private final PublicAddress address;
  private final Uploads uploads;

  @Inject
  SubmissionResource(
      SubmissionReader reader,
      IdempotentSubmission submissions,
      JobViews jobs,
      JobWait wait,
      PublicAddress address,
      Uploads uploads) {
    this.reader = reader;
    this.submissions = submissions;
    this.jobs = jobs;
    this.wait = wait;
    this.address = address;
    this.uploads = uploads;
  }

  @POST
  @RolesAllowed(Caller.JOBS_WRITE)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "submitJob",
      summary = "Enlarge a picture",
      description =
          "202 means that the job is committed and its picture stored: it will not be lost.")
  @RequestBody(content = @Content(schema = @Schema(implementation = JobRequest.class)))
  @APIResponse(
      responseCode = "202",
      description = "Accepted",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  public Response submitJson(
      InputStream body,
      @HeaderParam(IDEMPOTENCY_KEY)
          @Parameter(
              description = "Not blank; the same key and request give the stored answer",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      minLength = 1,
                      maxLength = IdempotentSubmission.LONGEST_KEY,
                      pattern = IdempotentSubmission.KEY))
          @Nullable String idempotencyKey,
      @HeaderParam("Prefer")
          @Parameter(
              description = "wait=N: the answer may wait N seconds, at most 60, for the job's end",
              example = "wait=30")
          @Nullable String prefer,
      @Context HttpHeaders headers,
      @Context UriInfo uri)
      throws IOException, InterruptedException {
    return accept(upload -> reader.json(body), idempotencyKey, prefer, headers, uri);
  }

  /** The form, for the OpenAPI document, which gets its fields from the record of a request. */
  @Schema(name = "JobForm")
  static final class JobForm {
    private JobForm() {}
  }

  @POST
  @RolesAllowed(Caller.JOBS_WRITE)
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(hidden = false, summary = "Enlarge a picture")
  @RequestBody(content = @Content(schema = @Schema(implementation = JobForm.class)))
  @APIResponse(
      responseCode = "202",
      description = "Accepted",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  public Response submitForm(
      InputStream body,
      @HeaderParam(IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
      @HeaderParam("Prefer") @Nullable String prefer,
      @Context HttpHeaders headers,
      @Context UriInfo uri)
      throws IOException, InterruptedException {
    String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
    return accept(upload -> reader.form(type, body, upload), idempotencyKey, prefer, headers, uri);
  }

  @FunctionalInterface
  private interface Reading {
    Submission read(Upload upload) throws IOException;
  }

  private Response accept(
      Reading reading,
      @Nullable String idempotencyKey,
      @Nullable String prefer,
      HttpHeaders headers,
      UriInfo uri)
      throws IOException, InterruptedException {
    String key = key(idempotencyKey, headers);
    URI base = address.base(uri, headers);
    IdempotentSubmission.AcceptedJob accepted;
    try (Upload upload = uploads.begin()) {
      accepted = submissions.accept(reading.read(upload), upload, key, base);
    }
    return answer(accepted, prefer, base);
  }

  /** A parameter that is empty comes as null, but a key that is empty is not the same as none. */
  private static @Nullable String key(@Nullable String key, HttpHeaders headers) {
    return key == null && !headers.getRequestHeader(IDEMPOTENCY_KEY).isEmpty() ? "" : key;
  }

  private Response answer(
      IdempotentSubmission.AcceptedJob answer, @Nullable String prefer, URI base)
      throws InterruptedException {
    URI self = base.resolve("v1/jobs/" + answer.job());
    Duration patience = JobWait.preferred(prefer);
    if (!patience.isZero()) {
      Job job = wait.await(answer.job(), patience);
      if (job.status().terminal()) {
        return Response.ok(jobs.view(job, base))
            .location(self)
            .header("Preference-Applied", "wait=" + patience.toSeconds())
            .build();
      }
    }
    return Response.accepted(answer.json()).location(self).build();
  }
}
