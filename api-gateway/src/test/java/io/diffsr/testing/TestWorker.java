package io.diffsr.testing;

import io.diffsr.job.AttemptId;
import io.diffsr.job.ErrorCode;
import io.diffsr.job.Job;
import io.diffsr.job.JobError;
import io.diffsr.job.JobResult;
import io.diffsr.job.JobStatus;
import io.diffsr.job.Progress;
import io.diffsr.job.Sha256;
import io.diffsr.job.UpscalePhase;
import io.diffsr.job.UpscaleReport;
import io.diffsr.job.UpscaleReportBuilder;
import io.diffsr.request.JobSpec;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.storage.ObjectKeys;
import io.diffsr.storage.ObjectStore;
import io.diffsr.store.AttemptStore;
import io.diffsr.store.JobStore;
import io.diffsr.store.WorkerRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Does to a job what a worker does, step by step, but enlarges nothing. */
@ApplicationScoped
public class TestWorker {
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static final String NAME = "test-worker";

  @Inject JobStore store;
  @Inject AttemptStore attempts;
  @Inject ObjectStore objects;
  @Inject WorkerRegistry registry;

  /** Only what has registered may claim. */
  void register(@Observes StartupEvent start) {
    register(NAME);
  }

  /** Registers a worker that can run every job of these tests. */
  public void register(String name) {
    registry.register(
        new WorkerRegistry.Worker(
            name,
            1,
            1L << 40,
            "cpu",
            List.of(new WorkerRegistry.Network("diffsr-small", "00", 0, 0, 0))));
  }

  /** Takes a queued job. */
  public Job claim(UUID id) {
    return tryClaim(id, NAME).orElseThrow();
  }

  /** Claims a queued job under the name of a registered worker. */
  public Optional<Job> tryClaim(UUID id, String name) {
    return attempts.claim(id, name, LEASE);
  }

  /** A heartbeat. */
  public Job renew(Job claimed, double percent) {
    return attempts.renew(AttemptId.of(claimed), LEASE, progress(percent), 0);
  }

  /** What a worker reports in the middle of its work. */
  public static Progress progress(double percent) {
    return new Progress(UpscalePhase.SAMPLE, 4, 10, 6, 24, percent, 1.5);
  }

  /** Stores the bytes and publishes them as the result. */
  public Job succeed(Job claimed, byte[] file) {
    JobResult result = stored(claimed, file);
    return attempts.succeed(AttemptId.of(claimed), result);
  }

  /** Stores the bytes where a worker would. */
  public JobResult stored(Job claimed, byte[] file) {
    UpscaleSpec spec = claimed.spec().upscale();
    String key = ObjectKeys.output(claimed.id(), claimed.attempt(), spec.outputFormat());
    objects.put(key, file, spec.outputFormat().mediaType());
    UpscaleReport report =
        UpscaleReportBuilder.builder()
            .width(spec.width())
            .height(spec.height())
            .method(spec.method())
            .secondsPerPhase(Map.of("sample", 0.5))
            .build();
    return new JobResult(
        key, spec.outputFormat().mediaType(), file.length, sha256(file), report, null);
  }

  /** The attempt failed. */
  public Job fail(Job claimed, ErrorCode code) {
    return attempts.fail(AttemptId.of(claimed), new JobError(code, "as the test asked"));
  }

  /** The worker has stopped because it was asked to. */
  public Job cancel(Job claimed) {
    return attempts.cancel(AttemptId.of(claimed));
  }

  /** Someone asks the job to stop. */
  public Job cancelRequested(UUID id) {
    return store.requestCancel(id);
  }

  /** How many jobs there are in all. */
  public long jobs() {
    return Arrays.stream(JobStatus.values()).mapToLong(store::count).sum();
  }

  /** Cancels everything that waits, so that the next test finds an empty queue. */
  public void emptyTheQueue() {
    store
        .list(JobSpec.DEFAULT_TENANT, JobStatus.QUEUED, null, false, 1000)
        .jobs()
        .forEach(this::withdraw);
  }

  private void withdraw(Job job) {
    var unused = store.requestCancel(job.id());
  }

  public static String sha256(byte[] bytes) {
    return new Sha256().update(bytes).hex();
  }
}
