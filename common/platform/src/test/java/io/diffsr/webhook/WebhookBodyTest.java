package io.diffsr.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.job.ErrorCode;
import io.diffsr.job.Job;
import io.diffsr.job.JobError;
import io.diffsr.job.JobEvent;
import io.diffsr.job.JobResult;
import io.diffsr.job.RecoverableField;
import io.diffsr.job.RetryPolicy;
import io.diffsr.job.UpscaleReport;
import io.diffsr.job.UpscaleReportBuilder;
import io.diffsr.request.Consistency;
import io.diffsr.request.InputPicture;
import io.diffsr.request.JobSpec;
import io.diffsr.request.OutputFormat;
import io.diffsr.request.Sampler;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.request.UpscaleSpecBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WebhookBodyTest {
  private static final UUID ID = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  @Test
  void tellsWhatHappenedWhenAndToWhichJob() throws IOException {
    JsonNode message = read(body(succeeded(Map.of("order", "4711"))));

    assertEquals("job.succeeded", message.get("type").textValue());
    assertEquals("2026-01-31T12:00:00Z", message.get("timestamp").textValue());
    JsonNode data = message.get("data");
    assertEquals(ID.toString(), data.get("id").textValue());
    assertEquals("succeeded", data.get("status").textValue());
    assertEquals(3, data.get("status_version").intValue());
    assertEquals("4711", data.get("metadata").get("order").textValue());
    assertEquals("/v1/jobs/" + ID + "/result", data.get("urls").get("result").textValue());
    assertEquals("image/png", data.get("result").get("media_type").textValue());
    assertEquals(261, data.get("result").get("timestep").intValue());
    assertFalse(data.has("error"));
  }

  @Test
  void leavesTheCurvesOutHoweverLongTheyAre() throws IOException {
    String body = body(succeeded(Map.of()));
    assertTrue(bytes(body) < 2_000, body);
    assertFalse(read(body).get("data").get("result").has("signature"));
  }

  @Test
  void metadataThatDoesNotFitIsLeftOut() throws IOException {
    Map<String, String> metadata = new HashMap<>();
    for (int i = 0; i < 32; i++) {
      metadata.put("key" + i, "語".repeat(500));
    }
    String body = body(succeeded(metadata));
    assertTrue(bytes(body) <= WebhookBody.LARGEST);
    assertFalse(read(body).get("data").has("metadata"));
    assertEquals(ID.toString(), read(body).get("data").get("id").textValue());
  }

  @Test
  void theLongestErrorOfTheWorstCharactersFits() throws IOException {
    JobError error = new JobError(ErrorCode.LEASE_LOST, "\u0001".repeat(1_000_000));
    Job failed = running(Map.of()).failed(1, error, new RetryPolicy(1, WAIT, WAIT, WAIT), NOW);
    String body = body(failed);
    assertTrue(bytes(body) <= WebhookBody.LARGEST);
    assertEquals("job.failed", read(body).get("type").textValue());
    assertEquals(
        ErrorCode.LEASE_LOST.wireName(),
        read(body).get("data").get("error").get("code").textValue());
  }

  private static final Duration WAIT = Duration.ofSeconds(1);

  private static Job running(Map<String, String> metadata) {
    UpscaleSpec upscale =
        UpscaleSpecBuilder.builder()
            .width(8)
            .height(8)
            .method("diff-sr")
            .model("diffsr-small")
            .sampler(Sampler.DDIM)
            .steps(10)
            .consistency(Consistency.PROJECT)
            .seed(1)
            .outputFormat(OutputFormat.PNG)
            .quality(92)
            .build();
    InputPicture input = new InputPicture("inputs/" + ID, "image/png", 4, 4, 100, false, List.of());
    JobSpec spec =
        new JobSpec(JobSpec.DEFAULT_TENANT, input, upscale, 5, null, null, metadata, null);
    return Job.queued(ID, spec, NOW).claimed("worker-1", Duration.ofSeconds(15), NOW);
  }

  private static Job succeeded(Map<String, String> metadata) {
    List<Double> curve = Collections.nCopies(10_000, 0.123456789);
    RecoverableField field =
        new RecoverableField(
            261,
            0.262,
            0.5,
            100,
            300,
            false,
            false,
            false,
            0.01,
            Collections.nCopies(10_000, 1000),
            curve,
            curve);
    UpscaleReport report =
        UpscaleReportBuilder.builder()
            .width(8)
            .height(8)
            .method("diff-sr")
            .model("diffsr-small")
            .executionProvider("cpu")
            .field(field)
            .networkCalls(10)
            .networkSeconds(1.2)
            .tiles(1)
            .steps(10)
            .consistencyError(0.0)
            .secondsPerPhase(Map.of("sample", 1.5))
            .build();
    return running(metadata)
        .succeeded(1, new JobResult("outputs/1", "image/png", 100, "00ff", report, null), NOW);
  }

  private static String body(Job job) {
    return WebhookBody.of(
        job, new JobEvent(job.id(), job.statusVersion(), job.status(), job.attempt(), NOW));
  }

  private static JsonNode read(String body) throws IOException {
    return new ObjectMapper().readTree(body);
  }

  private static int bytes(String body) {
    return body.getBytes(StandardCharsets.UTF_8).length;
  }
}
