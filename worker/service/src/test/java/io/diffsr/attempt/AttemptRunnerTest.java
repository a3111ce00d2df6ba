package io.diffsr.attempt;

import static io.diffsr.attempt.ClaimedJobs.ID;
import static io.diffsr.attempt.ClaimedJobs.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.ErrorCode;
import io.diffsr.job.Job;
import io.diffsr.job.JobStatus;
import io.diffsr.model.ModelException;
import io.diffsr.model.ModelSource;
import io.diffsr.picture.PictureLimits;
import io.diffsr.request.UpscaleOptionsBuilder;
import io.diffsr.storage.ObjectKeys;
import io.diffsr.testing.Conditions;
import io.diffsr.testing.PictureFiles;
import io.diffsr.upscale.SuperResolution;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever happens in an attempt, the job gets one end, and an error has its code. */
class AttemptRunnerTest {
  private static final PictureLimits NO_LIMITS =
      new PictureLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
  private static final ModelSource NO_MODEL =
      name -> {
        throw new ModelException(ModelException.Kind.NOT_FOUND, "there is no model " + name);
      };

  private final ObjectsInMemory objects = new ObjectsInMemory();
  private final WorkMetrics metrics = new WorkMetrics(new SimpleMeterRegistry());
  private OneJobStore store = new OneJobStore(ClaimedJobs.claimed(), NOW);
  private LeaseKeeper leases;
  private Duration patience = Duration.ZERO;

  @BeforeEach
  void storeTheInput() {
    objects.put(ObjectKeys.input(ID), PictureFiles.png(10, 10), "image/png");
  }

  @AfterEach
  void stop() {
    if (leases != null) {
      leases.stop();
    }
  }

  private Job run(ModelSource models) {
    return run(models, new SlotMemory(new TestSettings(1)));
  }

  private Job run(ModelSource models, SlotMemory memory) {
    leases = new LeaseKeeper(store, new TestSettings(1), metrics, (job, silence) -> {});
    runner(models, memory).run(ClaimedJobs.attempt(store.job(), objects));
    return store.job();
  }

  private AttemptRunner runner(ModelSource models, SlotMemory memory) {
    StorageOutage outage = new StorageOutage(objects, new SimpleMeterRegistry());
    return new AttemptRunner(
        store,
        new PatientObjects(objects, outage, patience),
        () -> new SuperResolution(models, NO_LIMITS),
        leases,
        metrics,
        memory);
  }

  private static void assertError(ErrorCode code, Job job) {
    assertNotNull(job.error());
    assertEquals(code, job.error().code(), job.error().message());
  }

  private void useMethod(String method) {
    store =
        new OneJobStore(
            ClaimedJobs.claimed(UpscaleOptionsBuilder.builder().method(method).build(), null), NOW);
  }

  @Test
  void aResultIsStoredUnderItsAttemptAndPublished() {
    useMethod("bicubic");
    Job job = run(NO_MODEL);
    assertEquals(JobStatus.SUCCEEDED, job.status());
    assertEquals("outputs/" + ID + "/1.png", job.result().key());
    assertTrue(objects.objects.containsKey(job.result().key()));
    assertEquals(Set.of(ObjectKeys.checkpoint(ID)), store.discarded());
  }

  @Test
  void aPictureThatIsNoneIsTheInputsFault() {
    useMethod("bicubic");
    objects.put(ObjectKeys.input(ID), new byte[] {1, 2, 3}, "image/png");
    Job job = run(NO_MODEL);
    assertEquals(JobStatus.FAILED, job.status());
    assertError(ErrorCode.INVALID_PICTURE, job);
  }

  @Test
  void aModelThatIsMissingIsAFaultOfTheWorker() {
    Job job = run(NO_MODEL);
    assertEquals(JobStatus.QUEUED, job.status());
    assertError(ErrorCode.MODEL_NOT_FOUND, job);
  }

  @Test
  void anObjectStoreThatIsAwayForLongPostponesTheJobAndSpendsNoAttempt() {
    objects.away(true);
    Job job = run(NO_MODEL);
    assertEquals(JobStatus.QUEUED, job.status());
    assertError(ErrorCode.STORAGE_UNAVAILABLE, job);
    assertEquals(0, job.failedAttempts());
    assertTrue(job.availableAt().isAfter(NOW));
  }

  @Test
  void anObjectStoreThatIsAwayForAWhileIsWaitedFor() throws Exception {
    useMethod("bicubic");
    patience = Duration.ofHours(1);
    objects.away(true);
    CompletableFuture<Job> job = CompletableFuture.supplyAsync(() -> run(NO_MODEL));
    Conditions.await(objects::refusals, refusals -> refusals >= 2);
    objects.away(false);
    assertEquals(JobStatus.SUCCEEDED, job.get(1, TimeUnit.MINUTES).status());
    assertEquals(1, job.get().attempt());
  }

  @Test
  void aJobThatWaitsForTheObjectStoreCanBeCanceled() throws Exception {
    patience = Duration.ofHours(1);
    objects.away(true);
    CompletableFuture<Job> job = CompletableFuture.supplyAsync(() -> run(NO_MODEL));
    Conditions.await(objects::refusals, refusals -> refusals >= 1);
    store.change(running -> running.cancelRequested(NOW));
    assertEquals(JobStatus.CANCELED, job.get(1, TimeUnit.MINUTES).status());
  }

  @Test
  void errorsOfTheVirtualMachineAreMapped() {
    assertError(
        ErrorCode.OUT_OF_MEMORY,
        run(
            name -> {
              throw new OutOfMemoryError("as the test asks");
            }));
  }

  @Test
  void whatNobodyForesawIsInternalAndTriedAgain() {
    Job job =
        run(
            name -> {
              throw new LinkageError("as the test asks");
            });
    assertEquals(JobStatus.QUEUED, job.status());
    assertError(ErrorCode.INTERNAL, job);
  }

  @Test
  void aSlotThatIsTooSmallRefusesBeforeAnythingIsFetched() {
    objects.away(true);
    Job job = run(NO_MODEL, new SlotMemory(new TestSettings(Integer.MAX_VALUE)));
    assertError(ErrorCode.OUT_OF_MEMORY, job);
  }

  @Test
  void aDrainReleasesTheJobAndSpendsNoAttempt() {
    leases = new LeaseKeeper(store, new TestSettings(1), metrics, (job, silence) -> {});
    RunningAttempt attempt = ClaimedJobs.attempt(store.job(), objects);
    attempt.stop(RunningAttempt.Stop.DRAIN);
    runner(NO_MODEL, new SlotMemory(new TestSettings(1))).run(attempt);
    assertEquals(JobStatus.QUEUED, store.job().status());
    assertEquals(0, store.job().failedAttempts());
  }
}
