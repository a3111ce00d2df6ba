package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A network that others trained: IMDN (Hui et al., 2019), factor 4. */
class ImdnTest {
  private static final Path NETWORK =
      Path.of(System.getProperty("diffsr.root")).resolve("../shared/baselines/imdn_x4.onnx");

  @TempDir private Path models;

  /** Smooth shapes, shrunk: whoever enlarges them well comes near the original. */
  @Test
  @Timeout(120)
  void itRestoresShapesAtItsOwnFactorAndAtARealOne() throws IOException {
    assumeTrue(
        Files.isRegularFile(NETWORK),
        "this test needs the IMDN network, which is not in the repository: " + NETWORK);
    Path folder = Files.createDirectory(models.resolve("imdn"));
    Files.copy(NETWORK, folder.resolve("model.onnx"));
    Files.writeString(
        folder.resolve("method.json"),
        "{\"kind\": \"regression\", \"scale\": 4, \"tile_size\": 48}");
    assertNear(160, 120, 40, 30);
    assertNear(162, 135, 60, 50);
    // Tiled, seams would show as errors.
    assertNear(280, 200, 70, 50);
  }

  private void assertNear(int width, int height, int smallWidth, int smallHeight) {
    float[] original = new float[3 * height * width];
    for (int i = 0; i < original.length; i++) {
      double x = (double) (i % width) / width - 0.5;
      double y = (double) (i / width % height) / height - 0.5;
      int channel = i / (width * height);
      original[i] = (float) (0.7 * Math.sin(18 * Math.hypot(x, y) + channel));
    }
    float[] small = Degradation.of(height, width, smallHeight, smallWidth).degrade(original, 3);
    UpscaleSpec spec = TestRuns.spec(width, height).method("imdn").build();
    Picture output =
        TestRuns.decode(
            MethodRuns.run(models, spec, Picture.of(smallWidth, smallHeight, 3, small)).bytes());
    assertEquals(width, output.width());
    assertEquals(height, output.height());
    double squares = 0;
    for (int i = 0; i < original.length; i++) {
      double difference = (original[i] - output.colour()[i]) / 2;
      squares += difference * difference;
    }
    double decibels = -10 * Math.log10(squares / original.length);
    assertTrue(decibels > 30, decibels + " dB");
  }
}
