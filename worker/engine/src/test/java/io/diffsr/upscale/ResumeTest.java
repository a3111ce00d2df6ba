package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.diffusion.SamplerState;
import io.diffsr.diffusion.SolverMemory;
import io.diffsr.job.Progress;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.DiffusionModelBuilder;
import io.diffsr.picture.Picture;
import io.diffsr.request.Sampler;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.CanceledException;
import io.diffsr.run.Checkpoint;
import io.diffsr.run.CheckpointWriter;
import io.diffsr.run.SampleStatistics;
import io.diffsr.run.UpscaleObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run that was interrupted goes on from its last checkpoint as if nothing had been. */
class ResumeTest {
  private static final DiffusionModel MODEL = TestRuns.gaussian(0.1, 0.2);
  private static final byte[] INPUT = TestRuns.png(TestRuns.picture(13, 9, 3, 0.8));
  private static final int STEPS = 6;

  /** Keeps every checkpoint, and stops the run after so many. */
  private static final class Keeper implements UpscaleObserver {
    final List<byte[]> checkpoints = new ArrayList<>();
    final List<Progress> reports = new ArrayList<>();
    private final int most;
    private final byte[] last;

    Keeper(int most, byte[] last) {
      this.most = most;
      this.last = last;
    }

    @Override
    public void progress(Progress latest) {
      reports.add(latest);
    }

    @Override
    public boolean canceled() {
      return checkpoints.size() >= most;
    }

    @Override
    public boolean wantsCheckpoint() {
      return true;
    }

    @Override
    public void checkpoint(CheckpointWriter checkpoint) {
      checkpoints.add(TestRuns.bytes(checkpoint));
    }

    @Override
    public Optional<InputStream> lastCheckpoint() {
      return Optional.ofNullable(last).map(ByteArrayInputStream::new);
    }
  }

  private static UpscaleResult run(UpscaleSpec spec, UpscaleObserver observer) {
    return new SuperResolution(TestRuns.only(MODEL), TestRuns.LIMITS).run(spec, INPUT, observer);
  }

  private static byte[] interrupted(UpscaleSpec spec, int steps) {
    Keeper keeper = new Keeper(steps, null);
    assertThrows(CanceledException.class, () -> run(spec, keeper));
    assertEquals(steps, keeper.checkpoints.size());
    return keeper.checkpoints.get(steps - 1);
  }

  @ParameterizedTest
  @CsvSource({"DPMPP_2M, 0", "DDIM, 0", "DDIM, 0.7", "DDPM, 0"})
  void interruptedAfterAnyStepTheRunGivesTheSameBytes(Sampler sampler, double eta) {
    UpscaleSpec spec = TestRuns.spec(35, 24).sampler(sampler, eta).steps(STEPS).build();
    UpscaleResult whole = run(spec, new TestRuns.Witness());
    assertNull(whole.report().resumedAtStep());
    for (int steps = 1; steps < STEPS; steps++) {
      UpscaleResult resumed = run(spec, new Keeper(Integer.MAX_VALUE, interrupted(spec, steps)));
      assertArrayEquals(whole.bytes(), resumed.bytes(), "resumed after " + steps);
      assertEquals(steps, resumed.report().resumedAtStep());
      assertEquals(
          whole.report().networkCalls() * (STEPS - steps) / STEPS, resumed.report().networkCalls());
    }
  }

  @Test
  void amongSeveralSamplesTheFinishedOnesAreNotDrawnAgain() {
    UpscaleSpec spec = TestRuns.spec(35, 24).steps(STEPS).samples(3).build();
    UpscaleResult whole = run(spec, new TestRuns.Witness());
    for (int steps : new int[] {2, STEPS, STEPS + 1, 3 * STEPS - 1}) {
      UpscaleResult resumed = run(spec, new Keeper(Integer.MAX_VALUE, interrupted(spec, steps)));
      assertArrayEquals(whole.bytes(), resumed.bytes(), "resumed after " + steps);
      assertArrayEquals(whole.uncertainty(), resumed.uncertainty());
      assertEquals(steps, resumed.report().resumedAtStep());
      assertEquals(
          whole.report().networkCalls() * (3 * STEPS - steps) / (3 * STEPS),
          resumed.report().networkCalls());
    }
  }

  @Test
  void samplesThatAnotherDeviceHasFinishedAreDrawnAgain() {
    UpscaleSpec spec = TestRuns.spec(35, 24).steps(STEPS).samples(3).build();
    byte[] checkpoint = interrupted(spec, 2 * STEPS + 1);
    DiffusionModel elsewhere = like(MODEL, "cuda", MODEL.weights());
    UpscaleResult result =
        new SuperResolution(TestRuns.only(elsewhere), TestRuns.LIMITS)
            .run(spec, INPUT, new Keeper(Integer.MAX_VALUE, checkpoint));
    UpscaleResult whole = run(spec, new TestRuns.Witness());
    assertNull(result.report().resumedAtStep());
    assertEquals(whole.report().networkCalls(), result.report().networkCalls());
    assertArrayEquals(whole.bytes(), result.bytes());
  }

  @Test
  void progressGoesOnWhereItWas() {
    UpscaleSpec spec = TestRuns.spec(35, 24).steps(STEPS).build();
    Keeper keeper = new Keeper(Integer.MAX_VALUE, interrupted(spec, 4));
    run(spec, keeper);
    Progress first =
        keeper.reports.stream().filter(report -> report.networkCalls() > 0).findFirst().get();
    assertEquals(4, first.step());
    assertTrue(first.percent() > 60, first::toString);
    assertTrue(keeper.reports.stream().allMatch(report -> report.percent() <= 100));
  }

  @Test
  void aCheckpointOfAnotherRunIsPassedOver() {
    UpscaleSpec spec = TestRuns.spec(35, 24).steps(STEPS).build();
    byte[] ofOtherSeed = interrupted(TestRuns.spec(35, 24).steps(STEPS).seed(8).build(), 3);
    UpscaleResult result = run(spec, new Keeper(Integer.MAX_VALUE, ofOtherSeed));
    assertNull(result.report().resumedAtStep());
    assertArrayEquals(run(spec, new TestRuns.Witness()).bytes(), result.bytes());
  }

  @Test
  void aCheckpointOfOtherWeightsIsPassedOver() {
    UpscaleSpec spec = TestRuns.spec(35, 24).steps(STEPS).build();
    DiffusionModel trainedFurther = like(MODEL, MODEL.executionProvider(), "other weights");
    UpscaleResult result =
        new SuperResolution(TestRuns.only(trainedFurther), TestRuns.LIMITS)
            .run(spec, INPUT, new Keeper(Integer.MAX_VALUE, interrupted(spec, 3)));
    assertNull(result.report().resumedAtStep());
  }

  private static DiffusionModel like(
      DiffusionModel model, String executionProvider, String weights) {
    return DiffusionModelBuilder.builder(model)
        .executionProvider(executionProvider)
        .weights(weights)
        .build();
  }

  @Test
  void aCheckpointOfAnotherPictureIsPassedOver() {
    UpscaleSpec spec = TestRuns.spec(35, 24).steps(STEPS).build();
    byte[] checkpoint = interrupted(spec, 3);
    Picture other = TestRuns.picture(13, 9, 3, 0.7);
    UpscaleResult result =
        new SuperResolution(TestRuns.only(MODEL), TestRuns.LIMITS)
            .run(spec, TestRuns.png(other), new Keeper(Integer.MAX_VALUE, checkpoint));
    assertNull(result.report().resumedAtStep());
  }

  @Test
  void whateverTheBytesReadingACheckpointNeverFails() {
    float[] sample = {1, -2.5f, Float.MIN_VALUE};
    Checkpoint checkpoint =
        new Checkpoint(
            "abc",
            12,
            new SamplerState(3, sample, SolverMemory.of(new float[] {7, 8, 9})),
            new SampleStatistics(2, new float[] {1, 2, 3}, new float[] {4, 5, 6}));
    byte[] bytes = TestRuns.bytes(checkpoint::writeTo);
    Checkpoint read = read(bytes).orElseThrow();
    assertEquals(12, read.networkCalls());
    assertEquals("abc", read.fingerprint());
    assertEquals(3, read.state().step());
    assertArrayEquals(sample, read.state().sample());
    float[] previous = new float[3];
    read.state().previousOriginalSample().read(0, previous, 3);
    assertArrayEquals(new float[] {7, 8, 9}, previous);
    assertEquals(2, read.finished().count());
    assertArrayEquals(new float[] {1, 2, 3}, read.finished().mean());
    assertArrayEquals(new float[] {4, 5, 6}, read.finished().squares());
    for (int length = 0; length < bytes.length; length++) {
      assertFalse(read(Arrays.copyOf(bytes, length)).isPresent());
    }
    assertFalse(read(Arrays.copyOf(bytes, bytes.length + 1)).isPresent());
    assertFalse(Checkpoint.read(new ByteArrayInputStream(bytes), 6).isPresent());
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 0x55;
      Optional<Checkpoint> unused = read(damaged);
    }
  }

  private static Optional<Checkpoint> read(byte[] bytes) {
    return Checkpoint.read(new ByteArrayInputStream(bytes), 3);
  }
}
