package io.diffsr.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.diffsr.job.ErrorCode;
import io.diffsr.job.Job;
import io.diffsr.job.JobError;
import io.diffsr.job.JobEvent;
import io.diffsr.job.JobExpiry;
import io.diffsr.job.JobResult;
import io.diffsr.job.Progress;
import io.diffsr.job.RecoverableField;
import io.diffsr.job.UpscaleReport;
import io.diffsr.request.InputPicture;
import io.diffsr.request.JobSpec;
import io.diffsr.request.JobWarning;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.request.Webhook;
import io.diffsr.store.WaitingFor;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job as callers see it.
 *
 * @param upscale the resolved options, which stand among the other fields; the OpenAPI document
 *     gets them from {@link io.diffsr.openapi.RecordSchemas}
 */
@Schema(name = "Job")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JobView(
    UUID id,
    @Schema(
            enumeration = {
              "queued",
              "running",
              "canceling",
              "succeeded",
              "failed",
              "canceled",
              "expired"
            })
        String status,
    int statusVersion,
    @Schema(description = "Rises each time a worker takes the job") int attempt,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Schema(description = "When the job and all that belongs to it are removed; once it has ended")
        @Nullable Instant expiresAt,
    @Schema(description = "Queued jobs that come before this one") @Nullable Long queuePosition,
    @Schema(description = "Of a queued job: why no registered worker can run it")
        @Nullable WaitingView waitingFor,
    InputView input,
    @JsonUnwrapped @Schema(hidden = true) UpscaleSpec upscale,
    int priority,
    @Nullable Instant deadline,
    @Nullable URI webhookUrl,
    @Nullable List<String> webhookEvents,
    Map<String, String> metadata,
    @Nullable ProgressView progress,
    @Schema(description = "What whoever looks at the result should know")
        @Nullable List<JobWarning> warnings,
    @Nullable ResultView result,
    @Nullable FailureView error,
    UrlsView urls) {

  /** Of the picture from the start, of its enlargement with the result. */
  private static @Nullable List<JobWarning> warnings(
      InputPicture input, @Nullable JobResult result) {
    if (result == null) {
      return input.warnings().isEmpty() ? null : input.warnings();
    }
    return Stream.concat(input.warnings().stream(), result.report().warnings().stream()).toList();
  }

  /** What a queued job waits for before any worker can run it. */
  @Schema(name = "JobWaiting")
  public record WaitingView(
      @Schema(enumeration = {"worker", "network", "memory"}) String reason, String detail) {
    static @Nullable WaitingView of(@Nullable WaitingFor waiting) {
      return waiting == null ? null : new WaitingView(waiting.wireName(), waiting.detail());
    }
  }

  /** The picture that was sent. */
  @Schema(name = "JobInput")
  public record InputView(String mediaType, int width, int height, long bytes) {
    public static InputView of(InputPicture picture) {
      return new InputView(picture.mediaType(), picture.width(), picture.height(), picture.bytes());
    }
  }

  /** How far a running job has come. */
  @Schema(name = "JobProgress")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ProgressView(
      String phase,
      int step,
      int steps,
      int tiles,
      int networkCalls,
      double percent,
      @Nullable Double etaSeconds) {
    public static ProgressView of(Progress progress) {
      return new ProgressView(
          progress.phase().wireName(),
          progress.step(),
          progress.steps(),
          progress.tiles(),
          progress.networkCalls(),
          rounded(progress.percent()),
          progress.etaSeconds() == null ? null : rounded(progress.etaSeconds()));
    }

    private static double rounded(double value) {
      return Math.round(value * 10) / 10.0;
    }
  }

  /** The file that was made, and how. */
  @Schema(name = "JobResult")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ResultView(
      String mediaType,
      long bytes,
      String sha256,
      int width,
      int height,
      @Nullable String executionProvider,
      int networkCalls,
      @Schema(description = "Of the phase sample") double networkSeconds,
      int tiles,
      int steps,
      @Schema(description = "Where the last attempt went on from a checkpoint; else missing")
          @Nullable Integer resumedAtStep,
      @Schema(
              description =
                  "Largest deviation of the result, shrunk again, from the input, in levels of 1/255;"
                      + " before a lossy output_format takes its share. Missing where the method"
                      + " does not enforce consistency")
          @Nullable Double consistencyError,
      @Schema(
              description =
                  "Share of a JPEG input's coefficients, 0 to 1, that the result, shrunk and coded like"
                      + " the input, gives otherwise; missing where the input's pixels count")
          @Nullable Double coefficientsOutside,
      @Schema(description = "By which one of them is beyond its cell, in steps of the quantiser")
          @Nullable Double largestExcess,
      @Schema(description = "What the diffusion started from; missing for other methods")
          @Nullable String start,
      @Schema(description = "Share of the mean in the start; missing where nothing was mixed")
          @Nullable Double fidelity,
      @Schema(description = "Wall-clock seconds of the last attempt")
          Map<String, Double> secondsPerPhase,
      @Schema(description = "Why the diffusion started where it did; missing for other methods")
          @Nullable RecoverableField field,
      @Schema(description = "When the file is removed; its address answers 410 from then on")
          @Nullable Instant expiresAt) {
    public static ResultView of(JobResult result, @Nullable Instant expiresAt) {
      UpscaleReport report = result.report();
      return new ResultView(
          result.mediaType(),
          result.bytes(),
          result.sha256(),
          report.width(),
          report.height(),
          report.executionProvider(),
          report.networkCalls(),
          report.networkSeconds(),
          report.tiles(),
          report.steps(),
          report.resumedAtStep(),
          report.consistencyError(),
          report.coefficientsOutside(),
          report.largestExcess(),
          report.start(),
          report.fidelity(),
          report.secondsPerPhase(),
          report.field(),
          expiresAt);
    }
  }

  /** Why the job, or its latest attempt, failed. */
  @Schema(name = "JobError")
  public record FailureView(String code, String message, boolean retryable) {
    public static FailureView of(JobError error) {
      ErrorCode code = error.code();
      return new FailureView(code.wireName(), error.message(), code.retryable());
    }
  }

  /** Where to go from here. */
  @Schema(name = "JobUrls")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record UrlsView(
      URI self,
      URI cancel,
      URI events,
      URI result,
      @Schema(description = "Where several samples were drawn: how far they differ")
          @Nullable URI uncertainty) {
    public static UrlsView of(URI base, Job job) {
      URI self = base.resolve("v1/jobs/" + job.id());
      JobResult result = job.result();
      return new UrlsView(
          self,
          URI.create(self + "/cancel"),
          URI.create(self + "/events"),
          URI.create(self + "/result"),
          result == null || result.uncertaintyKey() == null
              ? null
              : URI.create(self + "/uncertainty"));
    }
  }

  /**
   * The job as it was when its status changed: what came later is left out.
   *
   * @param event a change of this job, not later than this view
   */
  public JobView at(JobEvent event) {
    if (event.version() == statusVersion) {
      return this;
    }
    return new JobView(
        id,
        event.status().wireName(),
        event.version(),
        event.attempt(),
        createdAt,
        event.attempt() == 0 ? null : startedAt,
        null,
        null,
        null,
        null,
        input,
        upscale,
        priority,
        deadline,
        webhookUrl,
        webhookEvents,
        metadata,
        null,
        null,
        null,
        null,
        urls);
  }

  public static JobView of(
      Job job, URI base, @Nullable Long queuePosition, @Nullable WaitingFor waiting) {
    JobSpec spec = job.spec();
    Webhook webhook = spec.webhook();
    Progress progress = job.progress();
    JobResult result = job.result();
    JobError error = job.error();
    return new JobView(
        job.id(),
        job.status().wireName(),
        job.statusVersion(),
        job.attempt(),
        job.createdAt(),
        job.startedAt(),
        job.finishedAt(),
        JobExpiry.of(job),
        queuePosition,
        WaitingView.of(waiting),
        InputView.of(spec.input()),
        spec.upscale(),
        spec.priority(),
        spec.deadline(),
        webhook == null ? null : webhook.url(),
        webhook == null ? null : webhook.events().stream().sorted().toList(),
        spec.metadata(),
        progress == null ? null : ProgressView.of(progress),
        warnings(spec.input(), result),
        result == null ? null : ResultView.of(result, JobExpiry.ofResult(job)),
        error == null ? null : FailureView.of(error),
        UrlsView.of(base, job));
  }
}
