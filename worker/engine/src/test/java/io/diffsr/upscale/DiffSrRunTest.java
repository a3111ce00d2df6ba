package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.job.UpscaleReport;
import io.diffsr.model.DiffusionModel;
import io.diffsr.noise.NoiseField;
import io.diffsr.picture.Picture;
import io.diffsr.request.Consistency;
import io.diffsr.request.Sampler;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.resample.Resampler;
import io.diffsr.resample.ResamplingKernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The method {@code diff-sr} from file to file, with networks whose answers are known. */
class DiffSrRunTest {
  private static final double LEVEL = 1 / 127.5;
  private static final DiffusionModel MODEL = TestRuns.gaussian(0.1, 0.2);
  private static final Picture INPUT = TestRuns.picture(13, 9, 3, 0.8);

  /**
   * A network that believes in nothing but one grey leaves of every picture what the input says and
   * that grey where it says nothing: m + A⁺(y − m).
   */
  @ParameterizedTest
  @EnumSource
  void withNothingToAddTheInputDecides(Sampler sampler) {
    double grey = 0.25;
    DiffusionModel model = TestRuns.gaussian(grey, 0);
    Picture input = TestRuns.picture(13, 9, 3, 0.5);
    UpscaleResult result =
        TestRuns.run(model, TestRuns.spec(35, 24).sampler(sampler, 0).build(), input);
    float[] difference = input.colour().clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= (float) grey;
    }
    float[] expected = Degradation.of(24, 35, 9, 13).pseudoInverse(difference, 3);
    for (int i = 0; i < expected.length; i++) {
      expected[i] += (float) grey;
    }
    assertArrayEquals(expected, TestRuns.decode(result.bytes()).colour(), (float) (0.51 * LEVEL));
  }

  /**
   * From what the network is shown in two calls follows what the step between them took for x̂₀.
   */
  @Test
  void everyStepIsMadeToAgreeWithTheInput() {
    double grey = 0.25;
    DiffusionModel believer = TestRuns.gaussian(grey, 0);
    List<float[]> shown = new ArrayList<>();
    List<Integer> timesteps = new ArrayList<>();
    DiffusionModel model =
        TestRuns.model(
            believer.scheduler(),
            (samples, batch, height, width, timestep) -> {
              shown.add(samples.clone());
              timesteps.add(timestep);
              return believer.denoiser().predict(samples, batch, height, width, timestep);
            },
            16,
            1);
    Picture input = TestRuns.picture(9, 7, 3, 0.5);
    UpscaleSpec spec =
        TestRuns.spec(16, 16).sampler(Sampler.DDIM, 0).steps(4).timestep(400).build();
    TestRuns.run(model, spec, input);

    float[] expected = new float[3 * 16 * 16];
    Arrays.fill(expected, (float) grey);
    Degradation.of(16, 16, 7, 9).project(expected, input.colour(), 3, 1);
    NoiseSchedule schedule = NoiseSchedule.of(model.scheduler());
    assertEquals(4, shown.size());
    for (int step = 0; step < 3; step++) {
      double from = schedule.alphaCumprod(timesteps.get(step));
      double to = schedule.alphaCumprod(timesteps.get(step + 1));
      double kept = Math.sqrt((1 - to) / (1 - from));
      for (int i = 0; i < expected.length; i++) {
        double original =
            (shown.get(step + 1)[i] - kept * shown.get(step)[i])
                / (Math.sqrt(to) - kept * Math.sqrt(from));
        assertEquals(expected[i], original, 1e-4);
      }
    }
  }

  /**
   * The probability flow of independent normal pixels is known: it takes x_t to m + √P (x_t − √ᾱ m)
   * / √(ᾱP + 1 − ᾱ). Here x_t comes from the bicubic enlargement, the seed's noise and t*.
   */
  @ParameterizedTest
  @EnumSource(names = {"DPMPP_2M", "DDIM"})
  void theWholeRunFollowsTheProbabilityFlow(Sampler sampler) {
    double mean = 0.1;
    double variance = 0.05;
    int timestep = 250;
    UpscaleSpec spec =
        TestRuns.spec(35, 24)
            .sampler(sampler, 0)
            .steps(120)
            .timestep(timestep)
            .start("bicubic")
            .consistency(Consistency.NONE)
            .seed(99)
            .build();
    DiffusionModel model = TestRuns.gaussian(mean, variance);
    float[] result = TestRuns.decode(TestRuns.run(model, spec, INPUT).bytes()).colour();

    double signal = NoiseSchedule.of(model.scheduler()).alphaCumprod(timestep);
    float[] enlarged =
        Resampler.of(ResamplingKernel.BICUBIC, 9, 13, 24, 35).apply(INPUT.colour(), 3);
    float[] z = new float[enlarged.length];
    new NoiseField(99).fill(0, 3, 24, 35, z);
    for (int i = 0; i < result.length; i++) {
      double start = Math.sqrt(signal) * enlarged[i] + Math.sqrt(1 - signal) * z[i];
      double end =
          mean
              + Math.sqrt(variance / (signal * variance + 1 - signal))
                  * (start - Math.sqrt(signal) * mean);
      assertEquals(Math.min(Math.max(end, -1), 1), result[i], 2.5 * LEVEL, "value " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DPMPP_2M, 0, 35, 24",
    "DDIM, 0, 35, 24",
    "DDIM, 1, 35, 24",
    "DDPM, 0, 35, 24",
    "DPMPP_2M, 0, 52, 36",
    "DPMPP_2M, 0, 40, 12",
    "DPMPP_2M, 0, 13, 30"
  })
  void theResultShrinksToTheInput(Sampler sampler, double eta, int width, int height) {
    UpscaleSpec spec = TestRuns.spec(width, height).sampler(sampler, eta).build();
    UpscaleResult result = TestRuns.run(MODEL, spec, INPUT);
    assertShrinksTo(INPUT, result);
  }

  @Test
  void aDrawingInBlackAndWhiteShrinksToTheInputToo() {
    float[] drawing = new float[3 * 81 * 108];
    for (int i = 0; i < drawing.length; i++) {
      drawing[i] = (i % 108 / 12 + i / 108 % 81 / 9) % 2 == 0 ? -1 : 1;
    }
    Picture input =
        Picture.of(40, 30, 3, Degradation.of(81, 108, 30, 40).degrade(drawing, 3)).quantised();
    assertShrinksTo(input, TestRuns.run(MODEL, TestRuns.spec(108, 81).build(), input));
  }

  @Test
  void withoutConsistencyNothingIsPromised() {
    UpscaleSpec spec = TestRuns.spec(35, 24).consistency(Consistency.NONE).build();
    UpscaleResult result = TestRuns.run(MODEL, spec, INPUT);
    assertNull(result.report().consistencyError());
    // Otherwise consistency would be trivial.
    assertTrue(deviation(INPUT, TestRuns.decode(result.bytes())) > 5);
  }

  @ParameterizedTest
  @CsvSource({"DPMPP_2M, 0", "DDIM, 0", "DDIM, 0.5", "DDPM, 0"})
  void theSeedDecidesTheBytes(Sampler sampler, double eta) {
    byte[] first = bytes(TestRuns.spec(35, 24).sampler(sampler, eta).seed(5).build());
    byte[] again = bytes(TestRuns.spec(35, 24).sampler(sampler, eta).seed(5).build());
    byte[] other = bytes(TestRuns.spec(35, 24).sampler(sampler, eta).seed(6).build());
    assertArrayEquals(first, again);
    assertFalse(Arrays.equals(first, other));
  }

  @Test
  void freshNoiseIsNeitherTheInitialNoiseNorLeftOut() {
    byte[] without = bytes(TestRuns.spec(35, 24).sampler(Sampler.DDIM, 0).build());
    byte[] with = bytes(TestRuns.spec(35, 24).sampler(Sampler.DDIM, 1).build());
    assertFalse(Arrays.equals(without, with));
  }

  @ParameterizedTest
  @CsvSource({"35, 24, 1", "13, 9, 1", "24, 13, 2", "71, 50, 3"})
  void theReportTellsWhatWasDone(int width, int height, int batch) {
    DiffusionModel model =
        TestRuns.model(MODEL.scheduler(), MODEL.denoiser(), MODEL.tile().edge(), batch);
    UpscaleSpec spec = TestRuns.spec(width, height).steps(5).timestep(300).build();
    UpscaleReport report = TestRuns.run(model, spec, INPUT).report();
    int tiles = along(width) * along(height);
    assertEquals(width, report.width());
    assertEquals(height, report.height());
    assertEquals("diff-sr", report.method());
    assertEquals("formula", report.model());
    assertEquals("cpu", report.executionProvider());
    assertEquals(5, report.steps());
    assertEquals(tiles, report.tiles());
    assertEquals(5 * tiles, report.networkCalls());
    assertEquals("[decode, field, sample, encode]", report.secondsPerPhase().keySet().toString());
    assertTrue(report.secondsPerPhase().values().stream().allMatch(seconds -> seconds >= 0));
  }

  @Test
  void thereAreNoMoreStepsThanTimesteps() {
    UpscaleSpec spec = TestRuns.spec(16, 16).steps(50).timestep(3).build();
    assertEquals(4, TestRuns.run(MODEL, spec, INPUT).report().steps());
  }

  @Test
  void aTimestepOfTheCallersOwnIsUsedAndReported() {
    UpscaleReport report =
        TestRuns.run(MODEL, TestRuns.spec(35, 24).timestep(123).build(), INPUT).report();
    assertNotNull(report.field());
    assertTrue(report.field().overridden());
    assertEquals(123, report.field().timestep());
    assertEquals(0.124, report.field().noiseLevel(), 1e-12);
  }

  @Test
  void aNoiseLevelOfTheCallersOwnIsUsedAndReported() {
    UpscaleReport report =
        TestRuns.run(MODEL, TestRuns.spec(35, 24).noiseLevel(0.4).build(), INPUT).report();
    assertNotNull(report.field());
    assertTrue(report.field().overridden());
    assertEquals(399, report.field().timestep());
    assertEquals(0.4, report.field().noiseLevel(), 1e-12);
    // A noise level and its timestep are the same order.
    assertArrayEquals(
        bytes(TestRuns.spec(35, 24).timestep(399).build()),
        bytes(TestRuns.spec(35, 24).noiseLevel(0.4).build()));
  }

  @Test
  void leftAloneTheFieldAsksForMoreNoiseAtALargerScale() {
    UpscaleReport small = TestRuns.run(MODEL, TestRuns.spec(20, 14).build(), INPUT).report();
    UpscaleReport large = TestRuns.run(MODEL, TestRuns.spec(39, 27).build(), INPUT).report();
    assertFalse(small.field().overridden());
    assertFalse(large.field().overridden());
    assertTrue(small.field().minimumTimestep() < large.field().minimumTimestep());
    assertTrue(large.field().squaredError() > 0);
  }

  @Test
  void aFlatPictureHasLessToLoseThanABusyOne() {
    float[] flat = new float[3 * 24 * 24];
    UpscaleReport plain =
        TestRuns.run(MODEL, TestRuns.spec(36, 36).build(), Picture.of(24, 24, 3, flat)).report();
    UpscaleReport busy =
        TestRuns.run(MODEL, TestRuns.spec(36, 36).build(), TestRuns.picture(24, 24, 3, 0.9))
            .report();
    assertTrue(plain.field().squaredError() < 1e-3 * busy.field().squaredError());
  }

  private static byte[] bytes(UpscaleSpec spec) {
    return TestRuns.run(MODEL, spec, INPUT).bytes();
  }

  /** Tiles of 16 pixels that share at least 3. */
  private static int along(int length) {
    return length <= 16 ? 1 : (length - 3 + 12) / 13;
  }

  private static void assertShrinksTo(Picture input, UpscaleResult result) {
    Double reported = result.report().consistencyError();
    assertNotNull(reported);
    double measured = deviation(input, TestRuns.decode(result.bytes()));
    assertEquals(measured, reported, 1e-9);
    assertTrue(measured <= 1.5, measured + " levels");
  }

  private static double deviation(Picture input, Picture output) {
    return Degradation.of(output.height(), output.width(), input.height(), input.width())
            .largestDeviation(output.rgb(), input.rgb(), 3)
        / LEVEL;
  }

  /**
   * Pixels that are normal around a mean, seen through noise, are restored with less error where
   * the noise is said than where the input is taken at its word.
   */
  @Test
  void anInputWithNoiseIsNotTakenAtItsWord() {
    Picture clean = TestRuns.picture(24, 24, 3, 0.3);
    float[] noisy = clean.colour().clone();
    float[] grain = new float[noisy.length];
    new NoiseField(5).fill(0, 3, 24, 24, grain);
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += 0.2f * grain[i];
    }
    Picture input = Picture.of(24, 24, 3, noisy).quantised();
    DiffusionModel prior = TestRuns.gaussian(0, 0.02);
    TestRuns.SpecDraft spec = TestRuns.spec(24, 24).sampler(Sampler.DDIM, 0).timestep(300);
    UpscaleResult trusting = TestRuns.run(prior, spec.build(), input);
    UpscaleResult weighed = TestRuns.run(prior, spec.noiseSigma(0.1).build(), input);
    assertNotNull(trusting.report().consistencyError());
    assertNull(weighed.report().consistencyError(), "noise is not reproduced");
    double before = squaredError(TestRuns.decode(trusting.bytes()), clean);
    double after = squaredError(TestRuns.decode(weighed.bytes()), clean);
    assertTrue(after < 0.8 * before, after + " against " + before);
  }

  /** The engine's own threads, beside those of the network, change nothing either. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void theBytesDoNotDependOnTheEnginesThreads(int threads) {
    Picture input = TestRuns.picture(24, 20, 3, 0.8);
    UpscaleSpec spec = TestRuns.spec(65, 54).sampler(Sampler.DDIM, 0.5).build();
    DiffusionModel model = TestRuns.gaussian(0.1, 0.2);
    byte[] expected = TestRuns.run(model, spec, input).bytes();
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      assertArrayEquals(
          expected, pool.submit(() -> TestRuns.run(model, spec, input).bytes()).join());
    } finally {
      pool.shutdown();
    }
  }

  private static double squaredError(Picture picture, Picture other) {
    double sum = 0;
    for (int i = 0; i < picture.colour().length; i++) {
      sum += Math.pow(picture.colour()[i] - other.colour()[i], 2);
    }
    return sum / picture.colour().length;
  }
}
