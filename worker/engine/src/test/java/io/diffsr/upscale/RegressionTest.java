package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.job.ErrorCode;
import io.diffsr.job.Progress;
import io.diffsr.job.UpscaleReport;
import io.diffsr.model.MethodSource;
import io.diffsr.model.ModelException;
import io.diffsr.model.NetworkTile;
import io.diffsr.model.PictureNetwork;
import io.diffsr.model.RegressionModel;
import io.diffsr.model.ValueRange;
import io.diffsr.picture.Picture;
import io.diffsr.request.Consistency;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Resampler;
import io.diffsr.resample.ResamplingKernel;
import io.diffsr.run.UpscaleException;
import io.diffsr.testing.MethodFolders;
import io.diffsr.upscale.TestRuns.Witness;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks of one factor from file to file. */
class RegressionTest {
  private static final String TWICE =
      """
      {"kind": "regression", "scale": 2, "tile_size": 16, "size_multiple": 4}
      """;

  @TempDir private Path models;

  @ParameterizedTest
  @CsvSource({
    "13, 9, 26, 18",
    "13, 9, 35, 24",
    "13, 9, 13, 9",
    "13, 9, 40, 12",
    "40, 30, 108, 81",
    "37, 5, 44, 60",
    "1, 1, 3, 2"
  })
  void theNetworkEnlargesByItsFactorAndBicubicDoesTheRest(
      int width, int height, int outputWidth, int outputHeight) throws IOException {
    MethodFolders.regression(models, "twice", TWICE, 0);
    Picture input = MethodRuns.deep(width, height, TestRuns.random(3, 3 * width * height));
    UpscaleResult result =
        MethodRuns.run(
            models,
            TestRuns.spec(outputWidth, outputHeight)
                .method("twice")
                .consistency(Consistency.NONE)
                .build(),
            input);
    float[] twice =
        Resampler.of(ResamplingKernel.NEAREST, height, width, 2 * height, 2 * width)
            .apply(input.colour(), 3);
    float[] expected =
        Resampler.of(ResamplingKernel.BICUBIC, 2 * height, 2 * width, outputHeight, outputWidth)
            .apply(twice, 3);
    assertArrayEquals(
        MethodRuns.deep(outputWidth, outputHeight, expected).colour(),
        MethodRuns.colours(result),
        1e-4f);
  }

  @Test
  void theReportAndTheProgressCountItsTiles() throws IOException {
    MethodFolders.regression(models, "twice", TWICE, 0);
    Witness witness = new Witness();
    UpscaleReport report =
        MethodRuns.run(
                models,
                TestRuns.spec(90, 70)
                    .method("twice")
                    .consistency(Consistency.NONE)
                    .samples(3)
                    .build(),
                TestRuns.picture(40, 30, 3, 0.8),
                witness)
            .report();
    assertEquals("twice", report.method());
    assertEquals("twice", report.model());
    assertEquals("cpu", report.executionProvider());
    assertNull(report.field());
    assertNull(report.consistencyError());
    // Tiles of 16 pixels that share at least 3: three along 40 pixels, three along 30.
    assertEquals(9, report.tiles());
    assertEquals(9, report.networkCalls());
    assertEquals(1, report.steps());
    Progress last = witness.reports.get(witness.reports.size() - 1);
    assertEquals(9, last.networkCalls());
    assertEquals(98, last.percent(), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0, 1]", "[-0.5, 0.5]", "[0, 255]", "[-1, 1]"})
  void theRangeSaysWhatBlackAndWhiteAre(String range) throws IOException {
    String json =
        "{\"kind\": \"regression\", \"scale\": 2, \"tile_size\": 16, \"range\": %s}"
            .formatted(range);
    float white = Float.parseFloat(range.replaceAll(".*, |]", ""));
    float black = Float.parseFloat(range.replaceAll("\\[|,.*", ""));
    MethodFolders.regression(models, "brighter", json, 0.1f * (white - black));
    Picture input = MethodRuns.deep(9, 7, new float[3 * 9 * 7]);
    float[] result =
        MethodRuns.colours(
            MethodRuns.run(
                models,
                TestRuns.spec(18, 14).method("brighter").consistency(Consistency.NONE).build(),
                input));
    for (float value : result) {
      assertEquals(0.2, value, 1e-4);
    }
  }

  @Test
  void neitherSeedNorStepsChangeTheBytes() throws IOException {
    MethodFolders.regression(models, "twice", TWICE, 0);
    Picture input = TestRuns.picture(40, 30, 3, 0.8);
    byte[] first =
        MethodRuns.run(
                models,
                TestRuns.spec(77, 50).method("twice").consistency(Consistency.NONE).seed(1).build(),
                input)
            .bytes();
    byte[] again =
        MethodRuns.run(
                models,
                TestRuns.spec(77, 50)
                    .method("twice")
                    .consistency(Consistency.NONE)
                    .seed(2)
                    .steps(3)
                    .build(),
                input)
            .bytes();
    assertArrayEquals(first, again);
  }

  @Test
  void greyAndTransparentPicturesStayWhatTheyAre() throws IOException {
    MethodFolders.regression(models, "twice", TWICE, 0);
    float[] alpha = new float[13 * 9];
    alpha[5] = 1;
    Picture input = new Picture(13, 9, 1, TestRuns.picture(13, 9, 1, 0.5).colour(), alpha, 8, null);
    Picture output =
        TestRuns.decode(
            MethodRuns.run(
                    models,
                    TestRuns.spec(35, 24).method("twice").consistency(Consistency.NONE).build(),
                    input)
                .bytes());
    assertEquals(1, output.channels());
    assertEquals(35 * 24, output.alpha().length);
  }

  @Test
  void answersThatAreNoNumbersAreTheModelsFailure() {
    assertFails(
        ErrorCode.MODEL_FAILED,
        (picture, height, width) -> {
          float[] answer = new float[4 * picture.length];
          answer[7] = Float.NaN;
          return answer;
        },
        2);
  }

  @Test
  void anAnswerTooLargeToHoldIsRefusedBeforeTheNetworkIsAsked() {
    PictureNetwork never =
        (picture, height, width) -> {
          throw new AssertionError("asked");
        };
    assertFails(ErrorCode.PICTURE_TOO_LARGE, never, 3000);
  }

  @Test
  void aMethodThatThisWorkerLacksIsNotFound() {
    MethodSource none =
        name -> {
          throw new ModelException(ModelException.Kind.NOT_FOUND, "there is no method " + name);
        };
    assertFails(ErrorCode.MODEL_NOT_FOUND, none);
  }

  private static void assertFails(ErrorCode code, PictureNetwork network, int scale) {
    assertFails(
        code,
        name ->
            new RegressionModel(
                name,
                scale,
                new ValueRange(0, 1),
                new NetworkTile(16, 1),
                3,
                0,
                "cpu",
                "w",
                network));
  }

  private static void assertFails(ErrorCode code, MethodSource methods) {
    SuperResolution engine = new SuperResolution(TestRuns.noModels(), methods, TestRuns.LIMITS);
    UpscaleSpec spec = TestRuns.spec(35, 24).method("some").build();
    byte[] file = TestRuns.png(TestRuns.picture(13, 9, 3, 0.8));
    UpscaleException failure =
        assertThrows(UpscaleException.class, () -> engine.run(spec, file, new Witness()));
    assertEquals(code, failure.code());
  }
}
