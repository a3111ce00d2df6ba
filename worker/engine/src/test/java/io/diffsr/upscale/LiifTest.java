package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.diffsr.job.Progress;
import io.diffsr.job.UpscaleReport;
import io.diffsr.picture.Picture;
import io.diffsr.request.Consistency;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.testing.MethodFolders;
import io.diffsr.upscale.TestRuns.Witness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Local implicit image functions from file to file, where the function is known. */
class LiifTest {
  private static final float[] THE_FEATURE = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  private static final float[] NOTHING = new float[6];
  private static final String SIZES =
      """
      13, 9, 26, 18
      13, 9, 35, 24
      13, 9, 13, 9
      13, 9, 40, 12
      40, 30, 108, 81
      1, 1, 3, 2
      """;

  @TempDir private Path models;

  /** A plane is a plane at every scale, beyond the outermost middles as well. */
  @ParameterizedTest
  @CsvSource(textBlock = SIZES)
  void aLinearFunctionContinuesALinearPicture(int width, int height, int newWidth, int newHeight)
      throws IOException {
    float down = 0.011f;
    float right = -0.007f;
    float[] slopes = new float[6];
    Arrays.fill(slopes, 0, 3, down / 2);
    Arrays.fill(slopes, 3, 6, right / 2);
    MethodFolders.liif(models, "implicit", json(""), THE_FEATURE, slopes, null);
    float[] plane = new float[3 * height * width];
    for (int i = 0; i < plane.length; i++) {
      int channel = i / (width * height);
      plane[i] = 0.1f * channel + down * (i / width % height) + right * (i % width);
    }
    float[] result = run(MethodRuns.deep(width, height, plane), newWidth, newHeight);
    for (int i = 0; i < result.length; i++) {
      double y = position(i / newWidth % newHeight, height, newHeight);
      double x = position(i % newWidth, width, newWidth);
      int channel = i / (newWidth * newHeight);
      double expected = 0.1 * channel + down * y + right * x;
      assertEquals(expected, result[i], 1e-4, "value " + i);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = SIZES)
  void theEnsembleOfFourIsBilinearWhereTheFunctionIsConstant(
      int width, int height, int newWidth, int newHeight) throws IOException {
    MethodFolders.liif(models, "implicit", json(""), THE_FEATURE, NOTHING, null);
    Picture input = MethodRuns.deep(width, height, TestRuns.random(5, 3 * width * height));
    float[] expected = bilinear(input.colour(), width, height, newWidth, newHeight);
    assertArrayEquals(expected, run(input, newWidth, newHeight), 1e-4f);
  }

  @Test
  void theQueryCanUnfoldTheNeighboursOfAPlace() throws IOException {
    float[] below = new float[27 * 3];
    for (int channel = 0; channel < 3; channel++) {
      below[(channel * 9 + 2 * 3 + 1) * 3 + channel] = 1;
    }
    MethodFolders.liif(models, "implicit", json(", \"unfold\": \"query\""), below, NOTHING, null);
    Picture input = MethodRuns.deep(13, 9, TestRuns.random(6, 3 * 13 * 9));
    float[] shifted = new float[input.colour().length];
    for (int channel = 0; channel < 3; channel++) {
      System.arraycopy(input.colour(), channel * 13 * 9 + 13, shifted, channel * 13 * 9, 13 * 8);
    }
    assertArrayEquals(bilinear(shifted, 13, 9, 35, 24), run(input, 35, 24), 1e-4f);
  }

  @Test
  void theCellIsThePixelOfTheResultAndNoSmallerThanOfTheLargestScale() throws IOException {
    float[] cell = {0.3f, 0.3f, 0.3f, 0.01f, 0.01f, 0.01f};
    Picture input = MethodRuns.deep(13, 9, new float[3 * 13 * 9]);
    MethodFolders.liif(models, "implicit", json(""), new float[9], NOTHING, cell);
    assertAll(0.3 * 2 * 9 / 24 + 0.01 * 2 * 13 / 52, run(input, 52, 24));
    String limited = json(", \"scale_max\": 2");
    MethodFolders.liif(models, "implicit", limited, new float[9], NOTHING, cell);
    assertAll(0.3 + 0.01, run(input, 52, 24));
    assertAll(0.3 * 2 * 9 / 12 + 0.01 * 2 * 13 / 26, run(input, 26, 12));
  }

  @Test
  void theBytesDependNeitherOnTheNumberOfPointsPerCallNorOnTheSeed() throws IOException {
    float[] slopes = {0.1f, 0.2f, 0.3f, -0.3f, 0.2f, 0.1f};
    Picture input = TestRuns.picture(13, 9, 3, 0.8);
    byte[][] results = new byte[3][];
    String[] fields = {"", ", \"points_per_call\": 7", ", \"points_per_call\": 840"};
    for (int i = 0; i < fields.length; i++) {
      MethodFolders.liif(models, "implicit", json(fields[i]), THE_FEATURE, slopes, slopes);
      UpscaleSpec spec =
          TestRuns.spec(35, 24).method("implicit").consistency(Consistency.NONE).seed(i).build();
      results[i] = MethodRuns.run(models, spec, input).bytes();
    }
    assertArrayEquals(results[0], results[1]);
    assertArrayEquals(results[0], results[2]);
  }

  @Test
  void theRangeIsThatOfBothNetworks() throws IOException {
    MethodFolders.liif(models, "implicit", json(", \"range\": [0, 1]"), THE_FEATURE, NOTHING, null);
    Picture input = MethodRuns.deep(13, 9, TestRuns.random(5, 3 * 13 * 9));
    float[] expected = bilinear(input.colour(), 13, 9, 35, 24);
    assertArrayEquals(expected, run(input, 35, 24), 1e-4f);
  }

  @Test
  void theReportAndTheProgressCountTilesAndQueries() throws IOException {
    String json = json(", \"points_per_call\": 500");
    MethodFolders.liif(models, "implicit", json, THE_FEATURE, NOTHING, null);
    Witness witness = new Witness();
    UpscaleReport report =
        MethodRuns.run(
                models,
                TestRuns.spec(90, 70).method("implicit").consistency(Consistency.NONE).build(),
                TestRuns.picture(40, 30, 3, 0.8),
                witness)
            .report();
    // Nine tiles of the encoder, and 6300 points.
    assertEquals(9 + 13, report.networkCalls());
    assertEquals("implicit", report.model());
    assertNull(report.field());
    Progress last = witness.reports.get(witness.reports.size() - 1);
    assertEquals(22, last.networkCalls());
    assertEquals(98, last.percent(), 1e-9);
  }

  private static String json(String fields) {
    return "{\"kind\": \"liif\", \"tile_size\": 16, \"size_multiple\": 4%s}".formatted(fields);
  }

  private float[] run(Picture input, int width, int height) {
    UpscaleSpec spec =
        TestRuns.spec(width, height).method("implicit").consistency(Consistency.NONE).build();
    return MethodRuns.colours(MethodRuns.run(models, spec, input));
  }

  private static double position(int point, int places, int points) {
    return (point + 0.5) * places / points - 0.5;
  }

  private static float[] bilinear(
      float[] planes, int width, int height, int newWidth, int newHeight) {
    float[] result = new float[3 * newHeight * newWidth];
    for (int i = 0; i < result.length; i++) {
      int start = i / (newWidth * newHeight) * width * height;
      double y =
          Math.min(Math.max(position(i / newWidth % newHeight, height, newHeight), 0), height - 1);
      double x = Math.min(Math.max(position(i % newWidth, width, newWidth), 0), width - 1);
      int top = (int) y;
      int left = (int) x;
      int bottom = Math.min(top + 1, height - 1);
      int right = Math.min(left + 1, width - 1);
      double above =
          (left + 1 - x) * planes[start + top * width + left]
              + (x - left) * planes[start + top * width + right];
      double beneath =
          (left + 1 - x) * planes[start + bottom * width + left]
              + (x - left) * planes[start + bottom * width + right];
      result[i] = (float) ((top + 1 - y) * above + (y - top) * beneath);
    }
    return result;
  }

  private static void assertAll(double expected, float[] values) {
    for (float value : values) {
      assertEquals(expected, value, 1e-4);
    }
  }
}
