package io.diffsr.jobs;

import static io.diffsr.problem.UnprocessableContent.UNPROCESSABLE_CONTENT;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.diffsr.events.JobWait;
import io.diffsr.job.Job;
import io.diffsr.problem.Problem;
import io.diffsr.problem.ProblemException;
import io.diffsr.store.JobPosition;
import io.diffsr.store.JobStore;
import io.diffsr.submission.IdempotentIntake;
import io.diffsr.submission.JobBody;
import io.diffsr.submission.SubmissionReader;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import org.jspecify.annotations.Nullable;

/** Jobs over HTTP. */
@Path("/v1/jobs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class JobsResource {
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final int LARGEST_PAGE = 200;

  private final SubmissionReader reader;
  private final IdempotentIntake intake;
  private final JobStore store;
  private final Jobs jobs;
  private final JobWait wait;

  @Inject
  JobsResource(
      SubmissionReader reader, IdempotentIntake intake, JobStore store, Jobs jobs, JobWait wait) {
    this.reader = reader;
    this.intake = intake;
    this.store = store;
    this.jobs = jobs;
    this.wait = wait;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Enlarge a picture",
      description =
          "202 means that the job is committed and its picture stored: it will not be lost.")
  @RequestBody(content = @Content(schema = @Schema(implementation = JobBody.class)))
  @APIResponse(
      responseCode = "202",
      description = "Accepted",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  @APIResponse(
      responseCode = "422",
      description = "The picture or a field is wrong",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  public Response submit(
      String json,
      @HeaderParam(IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
      @HeaderParam("Prefer") @Parameter(example = "wait=30") @Nullable String prefer,
      @Context HttpHeaders headers,
      @Context UriInfo uri)
      throws JsonProcessingException, InterruptedException {
    String key = key(idempotencyKey, headers);
    return answer(intake.accept(reader.json(json), key, uri.getBaseUri()), prefer, uri);
  }

  /** The fields of the form, for the OpenAPI document. */
  @Schema(name = "JobForm", allOf = JobBody.class)
  static final class JobForm {
    @Schema(
        type = SchemaType.STRING,
        format = "binary",
        description = "The picture: PNG, JPEG, WebP or TIFF; or name an image_url")
    @Nullable String image;

    private JobForm() {}
  }

  @POST
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @Operation(hidden = false, summary = "Enlarge a picture")
  @RequestBody(content = @Content(schema = @Schema(implementation = JobForm.class)))
  @APIResponse(
      responseCode = "202",
      description = "Accepted",
      content = @Content(schema = @Schema(implementation = JobView.class)))
  public Response submit(
      MultipartFormDataInput form,
      @HeaderParam(IDEMPOTENCY_KEY) @Nullable String idempotencyKey,
      @HeaderParam("Prefer") @Nullable String prefer,
      @Context HttpHeaders headers,
      @Context UriInfo uri)
      throws JsonProcessingException, InterruptedException {
    String key = key(idempotencyKey, headers);
    return answer(intake.accept(reader.form(form), key, uri.getBaseUri()), prefer, uri);
  }

  /** A parameter that is empty comes as null, but a key that is empty is not the same as none. */
  private static @Nullable String key(@Nullable String key, HttpHeaders headers) {
    return key == null && !headers.getRequestHeader(IDEMPOTENCY_KEY).isEmpty() ? "" : key;
  }

  private Response answer(IdempotentIntake.Answer answer, @Nullable String prefer, UriInfo uri)
      throws InterruptedException {
    URI self = uri.getBaseUri().resolve("/v1/jobs/" + answer.job());
    Duration patience = JobWait.preferred(prefer);
    if (!patience.isZero()) {
      Job job = wait.await(answer.job(), patience);
      if (job.status().terminal()) {
        return Response.ok(jobs.view(job, uri.getBaseUri()))
            .location(self)
            .header("Preference-Applied", "wait=" + patience.toSeconds())
            .build();
      }
    }
    return Response.accepted(answer.json()).location(self).build();
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "A job, as it is now")
  public JobView get(@PathParam("id") String id, @Context UriInfo uri) {
    return jobs.view(jobs.find(id), uri.getBaseUri());
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
      @Context UriInfo uri) {
    int pageSize = pageSize(size);
    JobPosition after = pageToken == null ? null : PageToken.read(pageToken);
    List<Job> found = store.list(Jobs.status(status), after, pageSize + 1);
    List<Job> page = found.subList(0, Math.min(pageSize, found.size()));
    String next =
        found.size() > pageSize ? PageToken.write(JobPosition.of(page.get(page.size() - 1))) : null;
    return new JobPage(page.stream().map(job -> jobs.view(job, uri.getBaseUri())).toList(), next);
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
  public JobView cancel(@PathParam("id") String id, @Context UriInfo uri) {
    Job job = store.change(jobs.find(id).id(), Job::cancelRequested);
    return jobs.view(job, uri.getBaseUri());
  }
}
