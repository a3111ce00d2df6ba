package io.diffsr.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.diffsr.job.Job;
import io.diffsr.job.JobError;
import io.diffsr.job.JobEvent;
import io.diffsr.job.JobResult;
import io.diffsr.job.RecoverableField;
import io.diffsr.job.UpscaleReport;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The body of a webhook: {@code {type, timestamp, data}} (Standard Webhooks), where {@code data} is
 * the job after the change without whatever can be long. The whole job is at {@code urls.self}.
 */
final class WebhookBody {
  /** Largest body in bytes of UTF-8. */
  static final int LARGEST = 20_000;

  /** JSON makes at most six bytes of a character, so that this much always fits. */
  private static final int LONGEST_MESSAGE = 2_000;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private WebhookBody() {}

  private record Message(String type, Instant timestamp, Data data) {}

  private record Data(
      UUID id,
      String status,
      int statusVersion,
      int attempt,
      Instant createdAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable Map<String, String> metadata,
      @Nullable Result result,
      @Nullable Failure error,
      Urls urls) {}

  private record Result(
      String mediaType,
      long bytes,
      String sha256,
      int width,
      int height,
      String method,
      @Nullable String model,
      @Nullable Integer timestep,
      @Nullable Double noiseLevel,
      int networkCalls,
      int tiles,
      int steps,
      @Nullable Double consistencyError,
      Map<String, Double> secondsPerPhase) {
    static Result of(JobResult result) {
      UpscaleReport report = result.report();
      RecoverableField field = report.field();
      return new Result(
          result.mediaType(),
          result.bytes(),
          result.sha256(),
          report.width(),
          report.height(),
          report.method(),
          report.model(),
          field == null ? null : field.timestep(),
          field == null ? null : field.noiseLevel(),
          report.networkCalls(),
          report.tiles(),
          report.steps(),
          report.consistencyError(),
          report.secondsPerPhase());
    }
  }

  private record Failure(String code, String message, boolean retryable) {
    static Failure of(JobError error) {
      String message = error.message();
      return new Failure(
          error.code().wireName(),
          message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE),
          error.code().retryable());
    }
  }

  /** Paths: a worker does not know under which address callers see the gateway. */
  private record Urls(String self, String cancel, String events, String result) {
    static Urls of(UUID id) {
      String self = "/v1/jobs/" + id;
      return new Urls(self, self + "/cancel", self + "/events", self + "/result");
    }
  }

  /** The body as JSON, at most {@link #LARGEST} bytes; metadata that does not fit is left out. */
  static String of(Job job, JobEvent event) {
    String whole = write(job, event, job.spec().metadata());
    return whole.getBytes(StandardCharsets.UTF_8).length <= LARGEST
        ? whole
        : write(job, event, null);
  }

  private static String write(Job job, JobEvent event, @Nullable Map<String, String> metadata) {
    JobResult result = job.result();
    JobError error = job.error();
    Data data =
        new Data(
            job.id(),
            job.status().wireName(),
            job.statusVersion(),
            job.attempt(),
            job.createdAt(),
            job.startedAt(),
            job.finishedAt(),
            metadata,
            result == null ? null : Result.of(result),
            error == null ? null : Failure.of(error),
            Urls.of(job.id()));
    try {
      return MAPPER.writeValueAsString(new Message(event.type(), event.at(), data));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write the webhook of job " + job.id(), e);
    }
  }
}
