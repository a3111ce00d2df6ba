package io.diffsr.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.diffusion.SamplerState;
import io.diffsr.job.Progress;
import io.diffsr.job.UpscalePhase;
import io.diffsr.upscale.TestRuns;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The three parts of a run's context, each by itself. */
class RunContextTest {
  private static final int STEPS = 5;
  private static final float[] CANVAS = {1, 2, 3};
  private static final SamplerState STATE = new SamplerState(2, CANVAS, null);
  private static final SamplerState START = new SamplerState(0, new float[] {9, 9, 9}, null);

  /** Remembers what it is given. */
  private static final class Observer implements UpscaleObserver {
    final List<Progress> reports = new ArrayList<>();
    final List<byte[]> checkpoints = new ArrayList<>();
    private final byte @Nullable [] last;
    boolean canceled;
    int reads;

    Observer(@Nullable Checkpoint last) {
      this.last = last == null ? null : TestRuns.bytes(last::writeTo);
    }

    @Override
    public void progress(Progress latest) {
      reports.add(latest);
    }

    @Override
    public boolean canceled() {
      return canceled;
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
      reads++;
      return Optional.ofNullable(last).map(ByteArrayInputStream::new);
    }
  }

  private static SampleStatistics oneResult() {
    SampleStatistics statistics = new SampleStatistics(3);
    statistics.add(new float[] {0.5f, 0, -0.5f});
    return statistics;
  }

  @Test
  void phasesAreReportedInTheirOrderAndTimed() {
    Observer observer = new Observer(null);
    RunContext context = RunContext.of(observer);
    for (UpscalePhase phase : List.of(UpscalePhase.DECODE, UpscalePhase.SAMPLE)) {
      context.enter(phase);
    }
    context.report().expect(0, 2, 3);
    context.report().called(3);
    context.report().called(3);
    context.enter(UpscalePhase.ENCODE);
    assertEquals(
        List.of(
            UpscalePhase.DECODE,
            UpscalePhase.SAMPLE,
            UpscalePhase.SAMPLE,
            UpscalePhase.SAMPLE,
            UpscalePhase.ENCODE),
        observer.reports.stream().map(Progress::phase).toList());
    assertEquals(List.of(0, 0, 1, 2, 2), observer.reports.stream().map(Progress::step).toList());
    assertEquals(98, observer.reports.get(3).percent(), 1e-9);
    assertEquals(
        List.of("decode", "sample", "encode"),
        List.copyOf(context.report().secondsPerPhase().keySet()));
  }

  @Test
  void callsOfAnInterruptedRunCountAsProgressAndNotAsCalls() {
    Observer observer = new Observer(null);
    RunContext context = RunContext.of(observer);
    context.report().expect(0, 4, 1);
    context.report().resumedAfter(3);
    context.enter(UpscalePhase.SAMPLE);
    context.report().called(1);
    assertEquals(4, observer.reports.get(1).step());
    assertEquals(1, context.report().networkCalls());
  }

  @Test
  void aCanceledRunEntersNoPhase() {
    Observer observer = new Observer(null);
    RunContext context = RunContext.of(observer);
    observer.canceled = true;
    assertThrows(CanceledException.class, () -> context.enter(UpscalePhase.SAMPLE));
    assertTrue(observer.reports.isEmpty());
  }

  @Test
  void aCheckpointOfTheSameJobIsGoneOnFromOnce() {
    Observer observer = new Observer(new Checkpoint("job", 12, STATE, null));
    Resumption resumption = RunContext.of(observer).resumption();
    resumption.begin("job", 1, STEPS, 3);
    assertEquals(2, resumption.resumedAtStep());
    assertEquals(12, resumption.callsBefore());
    assertArrayEquals(CANVAS, resumption.state(() -> START).sample());
    assertSame(START, resumption.state(() -> START));
    assertEquals(1, observer.reads);
  }

  @Test
  void finishedSamplesOfTheSameJobAreKept() {
    Observer observer = new Observer(new Checkpoint("job", 12, STATE, oneResult()));
    Resumption resumption = RunContext.of(observer).resumption();
    resumption.begin("job", 3, STEPS, 3);
    assertEquals(1, resumption.finished().count());
    assertEquals(STEPS + 2, resumption.resumedAtStep());
  }

  /** Refused as a whole: neither its state nor its finished samples are used. */
  @ParameterizedTest
  @CsvSource({"other, 3, 5, 3", "job, 1, 5, 3", "job, 3, 1, 3", "job, 3, 5, 6"})
  void aCheckpointOfAnotherJobIsRefusedBeforeAnythingIsTakenFromIt(
      String job, int samples, int steps, int values) {
    Observer observer = new Observer(new Checkpoint("job", 12, STATE, oneResult()));
    Resumption resumption = RunContext.of(observer).resumption();
    resumption.begin(job, samples, steps, values);
    assertNull(resumption.resumedAtStep());
    assertEquals(0, resumption.callsBefore());
    assertSame(START, resumption.state(() -> START));
    if (samples > 1) {
      assertEquals(0, resumption.finished().count());
    }
  }

  @Test
  void aStoredCheckpointCountsTheCallsOfBothRuns() {
    Observer observer = new Observer(new Checkpoint("job", 12, STATE, null));
    Resumption resumption = RunContext.of(observer).resumption();
    resumption.begin("job", 1, STEPS, 3);
    resumption.stepped(STATE, 4);
    Checkpoint stored =
        Checkpoint.read(new ByteArrayInputStream(observer.checkpoints.get(0)), 3).orElseThrow();
    assertEquals(16, stored.networkCalls());
    assertTrue(stored.fits("job", 1, STEPS, 3));
  }
}
