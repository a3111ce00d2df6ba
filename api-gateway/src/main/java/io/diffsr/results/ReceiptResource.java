package io.diffsr.results;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.diffsr.caller.Caller;
import io.diffsr.job.Job;
import io.diffsr.job.JobResult;
import io.diffsr.job.Provenance;
import io.diffsr.job.UpscaleReport;
import io.diffsr.jobs.JobViews;
import io.diffsr.request.UpscaleSpec;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a result was made of, so that it can be made again. */
@Path("/v1/jobs/{id}/receipt")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
public class ReceiptResource {
  private final JobViews jobs;

  @Inject
  ReceiptResource(JobViews jobs) {
    this.jobs = jobs;
  }

  /** All that decides the bytes of a result, and their digest. */
  @Schema(name = "Receipt")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Receipt(
      UUID job,
      Instant createdAt,
      @Nullable Instant finishedAt,
      @Schema(description = "Version of the engine that made it") @Nullable String engineVersion,
      @Schema(description = "cuda or cpu, which round differently; missing without a network")
          @Nullable String executionProvider,
      InputReceipt input,
      @Schema(
              type = SchemaType.OBJECT,
              implementation = Object.class,
              description =
                  "Every option with its default filled in, the seed among them; what the picture or"
                      + " the model decided stands below")
          UpscaleSpec options,
      @Schema(description = "SHA-256 of the diffusion's network") @Nullable String weights,
      @Schema(description = "Identifies the start with its network's weights")
          @Nullable String start,
      @Schema(
              description =
                  "SHA-256 over the colour of the input, options, scheduler, weights, start, tiles"
                      + " and execution provider of a diffusion")
          @Nullable String fingerprint,
      @Schema(description = "The start timestep that was chosen") @Nullable Integer timestep,
      @Schema(description = "Steps of the sampler; 0 without a network") int steps,
      @Schema(description = "Share of the mean in the start; missing where nothing was mixed")
          @Nullable Double fidelity,
      @Schema(
              description =
                  "Where the last attempt went on from a checkpoint, perhaps of another kind of"
                      + " device: such bytes need not come again")
          @Nullable Integer resumedAtStep,
      ResultReceipt result) {}

  /** The picture that was enlarged: of a HEIC or AVIF file, the PNG file made of it. */
  @Schema(name = "ReceiptInput")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record InputReceipt(
      String mediaType, long bytes, int width, int height, @Nullable String sha256) {}

  /** The enlarged picture. */
  @Schema(name = "ReceiptResult")
  public record ResultReceipt(String mediaType, long bytes, String sha256) {}

  @GET
  @RolesAllowed(Caller.JOBS_READ)
  @Operation(
      operationId = "getReceipt",
      summary = "What a result was made of",
      description =
          "With it, `diffsr-engine rerun` makes the same bytes on the same kind of device, or says"
              + " what differs. It outlives the result's file.")
  public Receipt get(@PathParam("id") String id) {
    Job job = jobs.find(id);
    JobResult result = ResultFiles.made(job);
    UpscaleReport report = result.report();
    Provenance made = report.provenance();
    var input = job.spec().input();
    return new Receipt(
        job.id(),
        job.createdAt(),
        job.finishedAt(),
        made == null ? null : made.engineVersion(),
        report.executionProvider(),
        new InputReceipt(
            input.mediaType(),
            input.bytes(),
            input.width(),
            input.height(),
            made == null ? null : made.inputSha256()),
        job.spec().upscale(),
        made == null ? null : made.weights(),
        made == null ? null : made.start(),
        made == null ? null : made.fingerprint(),
        report.field() == null ? null : report.field().timestep(),
        report.steps(),
        report.fidelity(),
        report.resumedAtStep(),
        new ResultReceipt(result.mediaType(), result.bytes(), result.sha256()));
  }
}
