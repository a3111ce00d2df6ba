package io.diffsr.attempt;

import io.diffsr.job.ErrorCode;
import io.diffsr.job.Job;
import io.diffsr.job.JobError;
import io.diffsr.job.JobResult;
import io.diffsr.job.Sha256;
import io.diffsr.job.UpscalePhase;
import io.diffsr.job.UpscaleReport;
import io.diffsr.job.UpscaleReportBuilder;
import io.diffsr.request.OutputFormat;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.CanceledException;
import io.diffsr.run.UpscaleException;
import io.diffsr.storage.ObjectKeys;
import io.diffsr.storage.ObjectStore;
import io.diffsr.storage.ObjectStoreException;
import io.diffsr.store.AttemptStore;
import io.diffsr.upscale.SuperResolution;
import io.diffsr.upscale.UpscaleResult;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs one attempt: fetch, enlarge, store, and then one fenced transaction that ends it. */
@ApplicationScoped
public class AttemptRunner {
  private static final Logger LOG = Logger.getLogger(AttemptRunner.class);

  private final Publication publication;
  private final PatientObjects objects;
  private final Supplier<SuperResolution> engine;
  private final LeaseKeeper leases;
  private final WorkMetrics metrics;
  private final SlotMemory memory;

  @Inject
  AttemptRunner(
      AttemptStore attempts,
      ObjectStore objects,
      StorageOutage outage,
      WarmEngine engine,
      LeaseKeeper leases,
      WorkMetrics metrics,
      SlotMemory memory,
      WorkSettings settings) {
    this(
        attempts,
        new PatientObjects(objects, outage, settings.storagePatience()),
        engine::superResolution,
        leases,
        metrics,
        memory);
  }

  AttemptRunner(
      AttemptStore attempts,
      PatientObjects objects,
      Supplier<SuperResolution> engine,
      LeaseKeeper leases,
      WorkMetrics metrics,
      SlotMemory memory) {
    this.publication = new Publication(attempts, metrics);
    this.objects = objects;
    this.engine = engine;
    this.leases = leases;
    this.metrics = metrics;
    this.memory = memory;
  }

  /** Runs the attempt to its end, whatever that is. */
  public void run(RunningAttempt attempt) {
    LOG.infof("job %s: attempt %d", attempt.id(), attempt.number());
    AttemptOutcome outcome;
    LeaseKeeper.Hold lease = leases.hold(attempt);
    try (lease) {
      outcome = work(attempt);
    }
    publication.publish(attempt, outcome);
  }

  private AttemptOutcome work(RunningAttempt attempt) {
    try {
      return new AttemptOutcome.Finished(produce(attempt));
    } catch (CanceledException e) {
      return new AttemptOutcome.Stopped(Objects.requireNonNull(attempt.stopReason()));
    } catch (UpscaleException e) {
      return failure(e.code(), String.valueOf(e.getMessage()));
    } catch (SlotMemory.TooSmallException e) {
      return failure(ErrorCode.OUT_OF_MEMORY, String.valueOf(e.getMessage()));
    } catch (ObjectStoreException e) {
      LOG.warnf(e, "job %s: the object store failed", attempt.id());
      return new AttemptOutcome.Postponed(
          new JobError(ErrorCode.STORAGE_UNAVAILABLE, "the object store does not answer"));
    } catch (OutOfMemoryError e) {
      LOG.errorf(e, "job %s: out of memory", attempt.id());
      return failure(ErrorCode.OUT_OF_MEMORY, "the worker ran out of memory");
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
      LOG.errorf(e, "job %s: attempt %d failed", attempt.id(), attempt.number());
      return failure(ErrorCode.INTERNAL, "the worker failed: " + e);
    }
  }

  private JobResult produce(RunningAttempt attempt) {
    Job job = attempt.job();
    UpscaleSpec spec = job.spec().upscale();
    memory.require(job.spec(), engine.get());
    Instant start = Instant.now();
    byte[] input = objects.get(attempt, job.spec().input().key());
    double fetchSeconds = secondsSince(start);
    UpscaleResult made = engine.get().run(spec, input, attempt);
    String key = ObjectKeys.output(job.id(), job.attempt(), spec.outputFormat());
    start = Instant.now();
    objects.put(attempt, key, made.bytes(), made.mediaType());
    String uncertaintyKey = putUncertainty(attempt, made);
    UpscaleReport report = withSeconds(made.report(), fetchSeconds, secondsSince(start));
    metrics.finished(report);
    return new JobResult(
        key,
        made.mediaType(),
        made.bytes().length,
        new Sha256().update(made.bytes()).hex(),
        report,
        uncertaintyKey);
  }

  private @Nullable String putUncertainty(RunningAttempt attempt, UpscaleResult made) {
    byte[] uncertainty = made.uncertainty();
    if (uncertainty == null) {
      return null;
    }
    String key = ObjectKeys.uncertainty(attempt.id(), attempt.number());
    objects.put(attempt, key, uncertainty, OutputFormat.PNG.mediaType());
    return key;
  }

  private static AttemptOutcome failure(ErrorCode code, String message) {
    return new AttemptOutcome.Failed(new JobError(code, message));
  }

  private static UpscaleReport withSeconds(UpscaleReport report, double fetch, double store) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put(UpscalePhase.FETCH.wireName(), fetch);
    seconds.putAll(report.secondsPerPhase());
    seconds.put(UpscalePhase.STORE.wireName(), store);
    return UpscaleReportBuilder.builder(report).secondsPerPhase(seconds).build();
  }

  private static double secondsSince(Instant start) {
    return Duration.between(start, Instant.now()).toNanos() / 1e9;
  }
}
