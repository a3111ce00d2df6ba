package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.Progress;
import io.diffsr.job.UpscalePhase;
import io.diffsr.job.UpscaleReport;
import io.diffsr.method.SampleSeeds;
import io.diffsr.model.DiffusionModel;
import io.diffsr.picture.Picture;
import io.diffsr.request.Consistency;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.CanceledException;
import io.diffsr.upscale.TestRuns.Witness;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several samples of one job: their mean, and how far they differ. */
class SamplesTest {
  private static final int SAMPLES = 5;
  private static final double LEVEL = 1 / 127.5;
  private static final DiffusionModel MODEL = TestRuns.gaussian(0.1, 0.02);
  private static final Picture INPUT = TestRuns.picture(13, 9, 3, 0.4);

  /** Outputs of SplitMix64 as published with its C code, started at 1234567. */
  @Test
  void theFirstSampleHasTheSeedOfTheJobAndTheOthersThoseOfSplitMix64() {
    assertEquals(1234567, SampleSeeds.of(1234567, 0));
    assertEquals(6457827717110365317L, SampleSeeds.of(1234567, 1));
    assertEquals(3203168211198807973L, SampleSeeds.of(1234567, 2));
  }

  @ParameterizedTest
  @EnumSource
  void theResultIsTheMeanOfWhatTheSeedsGiveAlone(Consistency consistency) {
    float[][] alone = new float[SAMPLES][];
    for (int k = 0; k < SAMPLES; k++) {
      UpscaleSpec spec =
          TestRuns.spec(35, 24).consistency(consistency).seed(SampleSeeds.of(7, k)).build();
      alone[k] = TestRuns.decode(TestRuns.run(MODEL, spec, INPUT).bytes()).colour();
    }
    UpscaleSpec spec = TestRuns.spec(35, 24).consistency(consistency).samples(SAMPLES).build();
    UpscaleResult result = TestRuns.run(MODEL, spec, INPUT);

    float[] mean = TestRuns.decode(result.bytes()).colour();
    for (int i = 0; i < mean.length; i++) {
      // The samples are rounded to levels here, and were not when they were averaged.
      assertEquals(mean(alone, i), mean[i], 1.01 * LEVEL, "value " + i);
    }
    Picture uncertainty = TestRuns.decode(result.uncertainty());
    assertEquals(35, uncertainty.width());
    assertEquals(24, uncertainty.height());
    assertEquals(1, uncertainty.channels());
    boolean differ = false;
    for (int i = 0; i < 35 * 24; i++) {
      double variance = 0;
      for (int channel = 0; channel < 3; channel++) {
        variance += variance(alone, channel * 35 * 24 + i) / 3;
      }
      double levels = Math.sqrt(variance) / LEVEL;
      double shown = (uncertainty.colour()[i] + 1) * 127.5;
      assertEquals(Math.min(4 * levels, 255), shown, 4, "pixel " + i);
      differ |= shown > 8;
    }
    assertTrue(differ);
  }

  @Test
  void theMeanShrinksToTheInputLikeEverySample() {
    Picture input = TestRuns.picture(13, 9, 3, 1);
    UpscaleReport report =
        TestRuns.run(MODEL, TestRuns.spec(35, 24).samples(4).build(), input).report();
    assertNotNull(report.consistencyError());
    assertTrue(report.consistencyError() <= 1.5);
  }

  @Test
  void theSeedDecidesTheBytesOfBothPictures() {
    UpscaleResult first = run(TestRuns.spec(35, 24).samples(3).seed(5).build());
    UpscaleResult again = run(TestRuns.spec(35, 24).samples(3).seed(5).build());
    UpscaleResult other = run(TestRuns.spec(35, 24).samples(3).seed(6).build());
    assertArrayEquals(first.bytes(), again.bytes());
    assertArrayEquals(first.uncertainty(), again.uncertainty());
    assertFalse(Arrays.equals(first.bytes(), other.bytes()));
    assertFalse(Arrays.equals(first.uncertainty(), other.uncertainty()));
  }

  @Test
  void whereNothingIsDrawnNothingIsUncertain() {
    assertNull(run(TestRuns.spec(35, 24).build()).uncertainty());
    for (String method : new String[] {"bicubic", "pinv"}) {
      UpscaleSpec spec = TestRuns.spec(35, 24).method(method).samples(3).build();
      assertNull(TestRuns.run(TestRuns.noModels(), spec, TestRuns.png(INPUT)).uncertainty());
    }
  }

  @Test
  void progressCountsAllSamplesAndOnlyEverGrows() {
    Witness witness = new Witness();
    UpscaleSpec spec = TestRuns.spec(35, 24).steps(4).timestep(300).samples(3).build();
    UpscaleReport report = engine().run(spec, TestRuns.png(INPUT), witness).report();
    assertEquals(3 * 4 * 6, report.networkCalls());
    assertEquals(4, report.steps());
    assertEquals("[decode, field, sample, encode]", report.secondsPerPhase().keySet().toString());
    Progress before = witness.reports.get(0);
    for (Progress each : witness.reports) {
      assertTrue(each.phase().compareTo(before.phase()) >= 0);
      assertTrue(each.percent() >= before.percent());
      assertTrue(each.step() >= before.step());
      before = each;
    }
    assertEquals(UpscalePhase.ENCODE, before.phase());
    assertEquals(12, before.step());
    assertEquals(12, before.steps());
    assertEquals(3 * 4 * 6, before.networkCalls());
    // Six tiles in batches of three, and the start of each of the four phases.
    assertEquals(3 * 4 * 2 + 4, witness.reports.size());
  }

  @Test
  void aRunCanBeCanceledInItsSecondSample() {
    Witness witness = new Witness(30);
    UpscaleSpec spec = TestRuns.spec(35, 24).steps(4).timestep(300).samples(3).build();
    SuperResolution engine = engine();
    assertThrows(CanceledException.class, () -> engine.run(spec, TestRuns.png(INPUT), witness));
    assertEquals(30, witness.reports.get(witness.reports.size() - 1).networkCalls());
  }

  private static SuperResolution engine() {
    return new SuperResolution(TestRuns.only(MODEL), TestRuns.LIMITS);
  }

  private static UpscaleResult run(UpscaleSpec spec) {
    return TestRuns.run(MODEL, spec, INPUT);
  }

  private static double mean(float[][] samples, int at) {
    return Arrays.stream(samples).mapToDouble(sample -> sample[at]).average().orElseThrow();
  }

  private static double variance(float[][] samples, int at) {
    double mean = mean(samples, at);
    double sum = 0;
    for (float[] sample : samples) {
      sum += (sample[at] - mean) * (sample[at] - mean);
    }
    return sum / (samples.length - 1);
  }
}
