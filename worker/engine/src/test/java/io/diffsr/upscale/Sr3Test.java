package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.job.UpscaleReport;
import io.diffsr.noise.NoiseField;
import io.diffsr.picture.Picture;
import io.diffsr.request.Consistency;
import io.diffsr.request.Sampler;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Resampler;
import io.diffsr.resample.ResamplingKernel;
import io.diffsr.testing.MethodFolders;
import io.diffsr.upscale.TestRuns.SpecDraft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** SR3 from file to file, with networks that predict x̂₀ by a formula. */
class Sr3Test {
  private static final int[] SCALAR = {};
  private static final String CONDITION_FIRST = "{\"kind\": \"sr3\"}";
  private static final String SAMPLE_FIRST = "{\"kind\": \"sr3\", \"channels\": \"sample_first\"}";
  private static final String BY_LEVEL = "{\"kind\": \"sr3\", \"conditioning\": \"noise_level\"}";
  private static final Picture INPUT =
      MethodRuns.deep(13, 9, TestRuns.picture(13, 9, 3, 0.5).colour());

  @TempDir private Path models;

  /** Whoever predicts the picture that it is shown gives just that back. */
  @ParameterizedTest
  @CsvSource({"35, 24", "26, 18", "13, 9", "40, 12", "52, 36"})
  void theNetworkIsShownTheBicubicEnlargement(int width, int height) throws IOException {
    float[] bicubic =
        Resampler.of(ResamplingKernel.BICUBIC, 9, 13, height, width).apply(INPUT.colour(), 3);
    for (boolean conditionFirst : new boolean[] {true, false}) {
      MethodFolders.sr3(
          models,
          "refine",
          conditionFirst ? CONDITION_FIRST : SAMPLE_FIRST,
          conditionFirst ? 0.8f : 0,
          conditionFirst ? 0 : 0.8f,
          0,
          SCALAR);
      float[] result = colours(plain(width, height));
      for (int i = 0; i < result.length; i++) {
        assertEquals(0.8 * bicubic[i], result[i], 1e-4, "value " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theRunStartsFromPureNoise(Sampler sampler) throws IOException {
    MethodFolders.sr3(models, "refine", CONDITION_FIRST, 0, 0.05f, 0, SCALAR);
    float[] z = new float[3 * 24 * 35];
    new NoiseField(99).fill(0, 3, 24, 35, z);
    float[] result = colours(plain(35, 24).seed(99).sampler(sampler, 0).steps(1));
    for (int i = 0; i < z.length; i++) {
      assertEquals(0.05 * z[i], result[i], 1e-4, "value " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "1, -1"})
  void itIsToldTheTimestep(int rank, int length) throws IOException {
    int[] shape = rank == 0 ? SCALAR : new int[] {length};
    MethodFolders.sr3(models, "refine", CONDITION_FIRST, 0, 0, 1e-4f, shape);
    assertAll(0.0999, colours(plain(35, 24).steps(1)));
    // A longer way ends at timestep 0.
    assertAll(0, colours(plain(35, 24).steps(5)));
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 1", "1, -1", "2, 1", "2, -1"})
  void orHowMuchSignalIsLeftWhereTheFolderSaysSo(int rank, int length) throws IOException {
    int[] shape = new int[rank];
    Arrays.fill(shape, 1);
    if (rank > 0) {
      shape[0] = length;
    }
    MethodFolders.sr3(models, "refine", BY_LEVEL, 0, 0, 0.5f, shape);
    NoiseSchedule schedule = NoiseSchedule.of(TestRuns.scheduler());
    assertAll(0.5 * Math.sqrt(schedule.alphaCumprod(999)), colours(plain(35, 24).steps(1)));
    assertAll(0.5 * Math.sqrt(schedule.alphaCumprod(0)), colours(plain(35, 24).steps(5)));
  }

  @ParameterizedTest
  @CsvSource({"DPMPP_2M, 0", "DDIM, 1", "DDPM, 0"})
  void theSeedDecidesTheBytesAndTheResultShrinksToTheInput(Sampler sampler, double eta)
      throws IOException {
    MethodFolders.sr3(models, "refine", CONDITION_FIRST, 0.8f, 0.1f, 0, SCALAR);
    SpecDraft draft = TestRuns.spec(35, 24).method("refine").sampler(sampler, eta);
    UpscaleResult first = run(draft.seed(5));
    UpscaleResult again = run(draft.seed(5));
    UpscaleResult other = run(draft.seed(6));
    assertArrayEquals(first.bytes(), again.bytes());
    assertFalse(Arrays.equals(first.bytes(), other.bytes()));
    Double error = first.report().consistencyError();
    assertNotNull(error);
    assertTrue(error <= 1.5, error + " levels");
    assertNull(first.uncertainty());
  }

  @Test
  void theReportTellsWhatWasDone() throws IOException {
    MethodFolders.sr3(models, "refine", CONDITION_FIRST, 0.8f, 0, 0, SCALAR);
    UpscaleReport report = run(plain(35, 24).steps(4)).report();
    assertEquals("refine", report.method());
    assertEquals("refine", report.model());
    assertEquals("cpu", report.executionProvider());
    assertNull(report.field());
    assertNull(report.consistencyError());
    assertEquals(6, report.tiles());
    assertEquals(4, report.steps());
    assertEquals(24, report.networkCalls());
    assertEquals("[decode, sample, encode]", report.secondsPerPhase().keySet().toString());
  }

  @Test
  void samplesAreAveragedAndTheirSpreadIsShown() throws IOException {
    MethodFolders.sr3(models, "refine", CONDITION_FIRST, 0.8f, 0.05f, 0, SCALAR);
    UpscaleResult result = run(plain(35, 24).steps(1).samples(4));
    assertEquals(4 * 6, result.report().networkCalls());
    float[] grey = TestRuns.decode(result.uncertainty()).colour();
    double sum = 0;
    for (float value : grey) {
      sum += (value + 1) * 127.5 / 4;
    }
    // The noise has a standard deviation of 1, hence the samples one of 0.05.
    assertEquals(0.05 * 127.5, sum / grey.length, 1);
  }

  /** SR3 as published, without consistency. */
  private static SpecDraft plain(int width, int height) {
    return TestRuns.spec(width, height).method("refine").consistency(Consistency.NONE);
  }

  private UpscaleResult run(SpecDraft draft) {
    UpscaleSpec spec = draft.build();
    return MethodRuns.run(models, spec, INPUT);
  }

  private float[] colours(SpecDraft draft) {
    return MethodRuns.colours(run(draft));
  }

  private static void assertAll(double expected, float[] values) {
    for (float value : values) {
      assertEquals(expected, value, 1e-4);
    }
  }
}
