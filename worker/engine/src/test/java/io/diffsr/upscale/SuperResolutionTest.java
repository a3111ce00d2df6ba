package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.job.ErrorCode;
import io.diffsr.job.Progress;
import io.diffsr.job.UpscalePhase;
import io.diffsr.job.UpscaleReport;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.ModelException;
import io.diffsr.model.ModelSource;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureLimits;
import io.diffsr.request.OutputFormat;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Resampler;
import io.diffsr.resample.ResamplingKernel;
import io.diffsr.run.CanceledException;
import io.diffsr.run.UpscaleException;
import io.diffsr.upscale.TestRuns.Witness;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuperResolutionTest {
  private static final DiffusionModel MODEL = TestRuns.gaussian(0, 0.2);
  private static final Picture INPUT = TestRuns.picture(13, 9, 3, 0.8);
  private static final byte[] FILE = TestRuns.png(INPUT);

  @ParameterizedTest
  @EnumSource
  void aFilterNeedsNoNetwork(ResamplingKernel kernel) {
    String method = kernel.name().toLowerCase(Locale.ROOT);
    UpscaleResult result =
        TestRuns.run(TestRuns.noModels(), TestRuns.spec(35, 24).method(method).build(), FILE);
    float[] expected = Resampler.of(kernel, 9, 13, 24, 35).apply(INPUT.colour(), 3);
    assertArrayEquals(
        Picture.of(35, 24, 3, expected).quantised().colour(),
        TestRuns.decode(result.bytes()).colour());
    assertEquals("image/png", result.mediaType());
    UpscaleReport report = result.report();
    assertEquals(method, report.method());
    assertNull(report.model());
    assertNull(report.executionProvider());
    assertNull(report.field());
    assertNull(report.consistencyError());
    assertEquals(0, report.networkCalls());
    assertEquals(0, report.tiles());
    assertEquals(0, report.steps());
    assertEquals("[decode, sample, encode]", report.secondsPerPhase().keySet().toString());
  }

  @Test
  void anUnknownModelIsNotFound() {
    assertFails(
        ErrorCode.MODEL_NOT_FOUND,
        TestRuns.only(MODEL),
        TestRuns.spec(35, 24).model("other").build(),
        FILE);
  }

  @Test
  void aModelThatCannotBeUsedIsInvalid() {
    ModelSource damaged =
        name -> {
          throw new ModelException(ModelException.Kind.INVALID, "damaged");
        };
    assertFails(ErrorCode.MODEL_INVALID, damaged, TestRuns.spec(35, 24).build(), FILE);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void aNetworkThatAnswersWithoutNumbersHasFailed(float answer) {
    for (boolean clipped : new boolean[] {false, true}) {
      DiffusionModel model =
          TestRuns.model(
              TestRuns.scheduler("clip_sample", clipped),
              (samples, batch, height, width, timestep) -> {
                float[] output = new float[samples.length];
                output[17] = answer;
                return output;
              },
              16,
              1);
      assertFails(
          ErrorCode.MODEL_FAILED, TestRuns.only(model), TestRuns.spec(16, 16).build(), FILE);
    }
  }

  @Test
  void aNetworkCallThatDoesNotComeThroughHasFailed() {
    DiffusionModel model =
        TestRuns.model(
            TestRuns.scheduler(),
            (samples, batch, height, width, timestep) -> {
              throw new ModelException(ModelException.Kind.FAILED, "out of device memory");
            },
            16,
            1);
    assertFails(ErrorCode.MODEL_FAILED, TestRuns.only(model), TestRuns.spec(16, 16).build(), FILE);
  }

  /** Only here is it known how many timesteps the model has; trying again would not help. */
  @Test
  void aTimestepThatTheModelLacksIsAnInvalidRequest() {
    TestRuns.run(TestRuns.only(MODEL), TestRuns.spec(16, 16).timestep(999).build(), FILE);
    UpscaleException refused =
        assertFails(
            ErrorCode.INVALID_REQUEST,
            TestRuns.only(MODEL),
            TestRuns.spec(16, 16).timestep(1000).build(),
            FILE);
    assertTrue(refused.getMessage().contains("0..999"), refused.getMessage());
  }

  @Test
  void whatIsNoPictureOrADamagedOneIsInvalid() {
    byte[] text = "no picture".getBytes(StandardCharsets.UTF_8);
    byte[] half = Arrays.copyOf(FILE, FILE.length / 2);
    byte[] bent = FILE.clone();
    bent[FILE.length / 2] ^= 1;
    for (byte[] file : List.of(text, half, bent, new byte[0])) {
      assertFails(
          ErrorCode.INVALID_PICTURE, TestRuns.only(MODEL), TestRuns.spec(35, 24).build(), file);
    }
  }

  @Test
  void aPictureBeyondTheLimitsIsTooLarge() {
    PictureLimits small = new PictureLimits(1 << 24, 13 * 9 - 1, 1 << 20);
    SuperResolution engine = new SuperResolution(TestRuns.only(MODEL), small);
    UpscaleException refused =
        assertThrows(
            UpscaleException.class,
            () -> engine.run(TestRuns.spec(35, 24).build(), FILE, new Witness()));
    assertEquals(ErrorCode.PICTURE_TOO_LARGE, refused.code());
  }

  @Test
  void aPictureOfAnotherKindIsUnsupported() {
    byte[] bigTiff = {'I', 'I', 43, 0, 8, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0};
    assertFails(
        ErrorCode.UNSUPPORTED_PICTURE,
        TestRuns.only(MODEL),
        TestRuns.spec(35, 24).build(),
        bigTiff);
  }

  @Test
  void anUnknownMethodIsAMistakeOfTheCaller() {
    SuperResolution engine = new SuperResolution(TestRuns.only(MODEL), TestRuns.LIMITS);
    UpscaleException failure =
        assertThrows(
            UpscaleException.class,
            () -> engine.run(TestRuns.spec(35, 24).method("magic").build(), FILE, new Witness()));
    assertEquals(ErrorCode.MODEL_NOT_FOUND, failure.code());
  }

  @Test
  void progressOnlyEverGrows() {
    Witness witness = new Witness();
    UpscaleSpec spec = TestRuns.spec(35, 24).steps(4).timestep(300).build();
    new SuperResolution(TestRuns.only(MODEL), TestRuns.LIMITS).run(spec, FILE, witness);
    Progress before = witness.reports.get(0);
    assertEquals(UpscalePhase.DECODE, before.phase());
    for (Progress each : witness.reports) {
      assertTrue(each.phase().compareTo(before.phase()) >= 0);
      assertTrue(each.percent() >= before.percent());
      assertTrue(each.networkCalls() >= before.networkCalls());
      assertTrue(each.step() >= before.step());
      before = each;
    }
    assertEquals(UpscalePhase.ENCODE, before.phase());
    assertEquals(4, before.step());
    // Six tiles in batches of three, and the start of each of the four phases.
    assertEquals(4 * 2 + 4, witness.reports.size());
    assertEquals(4 * 6, before.networkCalls());
    assertEquals(98, before.percent(), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 9, 24})
  void aRunEndsWhereItIsCanceled(int calls) {
    Witness witness = new Witness(calls);
    UpscaleSpec spec = TestRuns.spec(35, 24).steps(4).timestep(300).build();
    SuperResolution engine = new SuperResolution(TestRuns.only(MODEL), TestRuns.LIMITS);
    assertThrows(CanceledException.class, () -> engine.run(spec, FILE, witness));
    int made = witness.reports.stream().mapToInt(Progress::networkCalls).max().orElse(0);
    assertEquals(calls, made);
  }

  @Test
  void jpegIsWrittenWhereJpegWasAskedFor() {
    UpscaleResult result =
        TestRuns.run(
            TestRuns.noModels(),
            TestRuns.spec(35, 24).method("bicubic").format(OutputFormat.JPEG).build(),
            FILE);
    assertEquals("image/jpeg", result.mediaType());
    assertEquals((byte) 0xFF, result.bytes()[0]);
    assertEquals((byte) 0xD8, result.bytes()[1]);
  }

  private static UpscaleException assertFails(
      ErrorCode code, ModelSource models, UpscaleSpec spec, byte[] file) {
    UpscaleException failure =
        assertThrows(UpscaleException.class, () -> TestRuns.run(models, spec, file));
    assertEquals(code, failure.code());
    return failure;
  }
}
