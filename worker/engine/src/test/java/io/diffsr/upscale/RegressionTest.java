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
import java.util.ArrayList;
import java.util.List;
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

  /** Luma goes through the network; what the colours differ from it by is enlarged beside it. */
  @Test
  void aNetworkOfOneChannelEnlargesLuma() {
    Picture input = MethodRuns.deep(13, 9, TestRuns.picture(13, 9, 3, 0.3).colour());
    float[] found =
        colours(plain(1, 0, (luma, height, width) -> repeated(luma, height, width)), input);
    float[] plain =
        colours(plain(3, 0, (rgb, height, width) -> repeated(rgb, height, width)), input);
    // Both repeat pixels where luma is concerned; colour differences are smooth in the first.
    for (int i = 0; i < 26 * 18; i++) {
      double expected = luma(plain, i, 26 * 18);
      assertEquals(expected, luma(found, i, 26 * 18), 1e-3, "at " + i);
    }
  }

  @Test
  void aGreyPictureStaysGreyInANetworkOfOneChannel() {
    float[] grey = new float[3 * 13 * 9];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (float) Math.sin(i % (13 * 9));
    }
    Picture input = MethodRuns.deep(13, 9, grey);
    float[] found =
        colours(plain(1, 0, (luma, height, width) -> repeated(luma, height, width)), input);
    for (int i = 0; i < 26 * 18; i++) {
      assertEquals(found[i], found[26 * 18 + i], 2e-5, "at " + i);
    }
  }

  /** The network sees the picture continued by reflection, and its answer there is cut off. */
  @Test
  void thePaddingIsAMirroredMargin() {
    List<int[]> sizes = new ArrayList<>();
    List<Float> corners = new ArrayList<>();
    PictureNetwork network =
        (rgb, height, width) -> {
          sizes.add(new int[] {height, width});
          corners.add(rgb[0]);
          return repeated(rgb, height, width);
        };
    Picture input = MethodRuns.deep(13, 9, TestRuns.random(3, 3 * 13 * 9));
    float[] found = colours(plain(3, 2, network), input);
    assertArrayEquals(new int[] {9 + 4, 13 + 4}, sizes.get(0));
    assertEquals(input.colour()[2 * 13 + 2], corners.get(0), 1e-4);
    assertArrayEquals(
        colours(plain(3, 0, (rgb, height, width) -> repeated(rgb, height, width)), input),
        found,
        1e-5f);
  }

  private static double luma(float[] rgb, int at, int pixels) {
    return 0.299 * rgb[at] + 0.587 * rgb[pixels + at] + 0.114 * rgb[2 * pixels + at];
  }

  private static float[] repeated(float[] planes, int height, int width) {
    int channels = planes.length / (height * width);
    return Resampler.of(ResamplingKernel.NEAREST, height, width, 2 * height, 2 * width)
        .apply(planes, channels);
  }

  private static RegressionModel plain(int channels, int padding, PictureNetwork network) {
    return new RegressionModel(
        "some",
        2,
        new ValueRange(-1, 1),
        new NetworkTile(64, 1),
        channels,
        padding,
        "cpu",
        "weights",
        network);
  }

  private static float[] colours(RegressionModel model, Picture input) {
    UpscaleSpec spec = TestRuns.spec(26, 18).method("some").consistency(Consistency.NONE).build();
    UpscaleResult result =
        new SuperResolution(TestRuns.noModels(), name -> model, TestRuns.LIMITS)
            .run(spec, TestRuns.png(input), new Witness());
    return MethodRuns.colours(result);
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
