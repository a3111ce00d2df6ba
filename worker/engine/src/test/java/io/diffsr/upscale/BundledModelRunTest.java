package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.field.ScaleTable;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.DiffusionModelBuilder;
import io.diffsr.model.NetworkTile;
import io.diffsr.model.ResidualNetwork;
import io.diffsr.model.ResidualNetworkBuilder;
import io.diffsr.model.StartNetworks;
import io.diffsr.onnx.ExecutionProvider;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A whole run with the real network. */
class BundledModelRunTest {
  private static final Path MODELS =
      Path.of(Objects.requireNonNull(System.getProperty("diffsr.root")), "deploy", "models");

  @Test
  @Timeout(120)
  void aPictureIsEnlargedByTwoPointSevenToTheSameBytesEachTime() {
    byte[] file = TestRuns.png(TestRuns.picture(24, 20, 3, 0.8));
    UpscaleSpec spec = TestRuns.spec(65, 54).model("diffsr-small").build();
    UpscaleResult first;
    UpscaleResult again;
    UpscaleResult other;
    try (ModelRepository models = ModelRepository.load(MODELS, ExecutionProvider.CPU, 1)) {
      first = TestRuns.run(models, spec, file);
      again = TestRuns.run(models, spec, file);
      other =
          TestRuns.run(models, TestRuns.spec(65, 54).model("diffsr-small").seed(8).build(), file);
    }
    assertArrayEquals(first.bytes(), again.bytes());
    assertFalse(Arrays.equals(first.bytes(), other.bytes()));
    Picture output = TestRuns.decode(first.bytes());
    assertEquals(65, output.width());
    assertEquals(54, output.height());
    assertEquals("diffsr-small", first.report().model());
    // The start's call; the input is too small for the field to ask for its own.
    assertEquals(1 + first.report().steps(), first.report().networkCalls());
    assertNotNull(first.report().consistencyError());
    assertTrue(first.report().consistencyError() <= 1.5);
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "2, 1", "2, 4", "3, 2"})
  @Timeout(120)
  void theBytesDependNeitherOnTheThreadsNorOnTheBatch(int threads, int batch) {
    byte[] file = TestRuns.png(TestRuns.picture(48, 40, 3, 0.8));
    UpscaleSpec spec = TestRuns.spec(130, 108).model("diffsr-small").steps(3).build();
    UpscaleResult expected = tiled(spec, file, 1, 1);
    // Six tiles, three times and for the start; the field asks it for the input's own.
    assertEquals((3 + 1) * 6 + 1, expected.report().networkCalls());
    assertArrayEquals(expected.bytes(), tiled(spec, file, threads, batch).bytes());
  }

  /** The network over tiles of 64 pixels. */
  private static UpscaleResult tiled(UpscaleSpec spec, byte[] file, int threads, int batch) {
    try (ModelRepository models = ModelRepository.load(MODELS, ExecutionProvider.CPU, threads)) {
      DiffusionModel whole = models.model("diffsr-small");
      NetworkTile tile = new NetworkTile(64, whole.tile().multiple(), 64, batch);
      DiffusionModel small =
          DiffusionModelBuilder.builder(whole)
              .tile(tile)
              .starts(
                  new StartNetworks(
                      tiled(whole.starts().mean(), tile),
                      tiled(whole.starts().textured(), tile),
                      "predictor",
                      ScaleTable.constant(0.2),
                      ScaleTable.constant(0.2)))
              .build();
      return TestRuns.run(TestRuns.only(small), spec, file);
    }
  }

  private static ResidualNetwork tiled(ResidualNetwork start, NetworkTile tile) {
    return ResidualNetworkBuilder.builder(start).tile(tile).build();
  }
}
