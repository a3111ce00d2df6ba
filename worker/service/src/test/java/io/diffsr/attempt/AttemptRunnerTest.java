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
import io.diffsr.testing.PictureFiles;
import io.diffsr.upscale.SuperResolution;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
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
    leases = new LeaseKeeper(store, new TestSettings(1), metrics);
    new AttemptRunner(
            store, objects, () -> new SuperResolution(models, NO_LIMITS), leases, metrics, memory)
        .run(ClaimedJobs.attempt(store.job(), objects));
    return store.job();
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
  void anObjectStoreThatIsAwayIsTransient() {
    objects.away(true);
    assertError(ErrorCode.STORAGE_UNAVAILABLE, run(NO_MODEL));
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
    leases = new LeaseKeeper(store, new TestSettings(1), metrics);
    RunningAttempt attempt = ClaimedJobs.attempt(store.job(), objects);
    attempt.stop(RunningAttempt.Stop.DRAIN);
    new AttemptRunner(
            store,
            objects,
            () -> new SuperResolution(NO_MODEL, NO_LIMITS),
            leases,
            metrics,
            new SlotMemory(new TestSettings(1)))
        .run(attempt);
    assertEquals(JobStatus.QUEUED, store.job().status());
    assertEquals(0, store.job().failedAttempts());
  }
}
