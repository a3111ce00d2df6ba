package io.diffsr.onnx;

import static io.diffsr.testing.TinyNetwork.ANY;
import static io.diffsr.testing.TinyNetwork.FLOAT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.diffusion.VarianceType;
import io.diffsr.field.RecoverableFieldCalibration;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.ModelException;
import io.diffsr.testing.ModelFiles;
import io.diffsr.testing.TinyNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRepositoryTest {
  @TempDir private Path folder;

  @Test
  void modelsAreNamedAfterTheirFoldersInAlphabeticalOrder() throws IOException {
    ModelFiles.write(folder, "rooms", new TinyNetwork());
    ModelFiles.write(folder, "faces", new TinyNetwork());
    Files.createDirectory(folder.resolve("empty"));
    Files.writeString(folder.resolve("README.md"), "not a model");
    try (ModelRepository models = load()) {
      assertEquals(List.of("faces", "rooms"), models.names());
      assertEquals("rooms", models.model("rooms").name());
      assertEquals(ExecutionProvider.CPU, models.executionProvider());
    }
  }

  @Test
  void aModelThatIsNotHereIsNotFound() throws IOException {
    ModelFiles.write(folder, "faces", new TinyNetwork());
    try (ModelRepository models = load()) {
      ModelException missing = assertThrows(ModelException.class, () -> models.model("unicorns"));
      assertEquals(ModelException.Kind.NOT_FOUND, missing.kind());
      assertTrue(missing.getMessage().contains("unicorns"), missing.getMessage());
      assertTrue(missing.getMessage().contains("faces"), missing.getMessage());
    }
  }

  @Test
  void modelsAreToldApartByTheirWeights() throws IOException {
    Path model = ModelFiles.write(folder, "faces", new TinyNetwork());
    String before = weights();
    assertEquals(before, weights());
    ModelFiles.put(model, "unet/model.onnx.data", "weights that the network keeps beside itself");
    String beside = weights();
    ModelFiles.put(model, "unet/model.onnx.data", "others");
    assertEquals(3, Set.of(before, beside, weights()).size());
  }

  private String weights() {
    try (ModelRepository models = load()) {
      return models.model("faces").weights();
    }
  }

  @Test
  void aFolderThatDoesNotExistCannotBeRead() {
    assertThrows(
        UncheckedIOException.class,
        () -> ModelRepository.load(folder.resolve("nowhere"), ExecutionProvider.CPU, 1).close());
  }

  @Test
  void aNetworkOfAnySizeGetsTheTilesOfItsConfiguration() throws IOException {
    Path model = ModelFiles.write(folder, "free", new TinyNetwork());
    ModelFiles.put(model, ModelFiles.CONFIG, "{\"sample_size\": 50, \"size_multiple\": 12}");
    try (ModelRepository models = load()) {
      DiffusionModel free = models.model("free");
      assertEquals(48, free.tile().edge());
      assertEquals(12, free.tile().multiple());
      assertEquals(3, free.outputChannels());
      assertEquals(48, free.tile().largestEdge());
    }
  }

  @Test
  void aNetworkOfWhichNothingDependsOnTheSizeMayGetLargeTiles() throws IOException {
    Path model = ModelFiles.write(folder, "free", new TinyNetwork());
    ModelFiles.put(
        model,
        ModelFiles.CONFIG,
        "{\"sample_size\": 48, \"size_multiple\": 12, \"largest_tile_size\": 250}");
    Path fixed = ModelFiles.write(folder, "fixed", new TinyNetwork().sample(FLOAT, 1, 3, 24, 24));
    ModelFiles.put(fixed, ModelFiles.CONFIG, "{\"sample_size\": 24, \"largest_tile_size\": 250}");
    try (ModelRepository models = load()) {
      assertEquals(240, models.model("free").tile().largestEdge());
      assertEquals(24, models.model("fixed").tile().largestEdge());
    }
  }

  @Test
  void aLargestTileThatIsHardlyMoreThanItsOverlapIsRefused() throws IOException {
    Path model = ModelFiles.write(folder, "free", new TinyNetwork());
    ModelFiles.put(model, ModelFiles.CONFIG, "{\"sample_size\": 48, \"largest_tile_size\": 96}");
    assertThrows(ModelException.class, this::load);
  }

  @Test
  void withoutASizeMultipleTheLevelsOfTheNetworkTell() throws IOException {
    Path model = ModelFiles.write(folder, "levels", new TinyNetwork());
    ModelFiles.put(
        model,
        ModelFiles.CONFIG,
        "{\"sample_size\": 64, \"block_out_channels\": [64, 128, 128, 256]}");
    try (ModelRepository models = load()) {
      assertEquals(64, models.model("levels").tile().edge());
      assertEquals(8, models.model("levels").tile().multiple());
    }
  }

  @Test
  void whatWasMeasuredAboutAModelIsTakenFromItsFolder() throws IOException {
    Path model = ModelFiles.write(folder, "measured", new TinyNetwork());
    ModelFiles.write(folder, "unmeasured", new TinyNetwork());
    ModelFiles.put(
        model,
        "recoverable_field.json",
        """
        {"description": "made up", "scales": [2], "bias_decibels": [1.5], "power_ratios": [3],
         "mean_squared_errors": [0.01], "kappa": 0.25, "minimum_snr": 0.5, "omega": 0.02,
         "error_timesteps": [0, 999], "error_values": [0.9, 0.1]}
        """);
    try (ModelRepository models = load()) {
      assertEquals(0.25, models.model("measured").calibration().kappa(2));
      assertTrue(models.model("measured").calibration().networkMeasured());
      assertEquals(
          RecoverableFieldCalibration.defaults()
              .forTrainingResolution(models.model("unmeasured").tile().edge()),
          models.model("unmeasured").calibration());
    }
  }

  @Test
  void theSampleSizeMayBeAPair() throws IOException {
    Path model = ModelFiles.write(folder, "pair", new TinyNetwork());
    ModelFiles.put(model, ModelFiles.CONFIG, "{\"sample_size\": [40, 40], \"size_multiple\": 8}");
    try (ModelRepository models = load()) {
      assertEquals(40, models.model("pair").tile().edge());
    }
  }

  @Test
  void aNetworkOfOneSizeKeepsIt() throws IOException {
    ModelFiles.write(folder, "fixed", new TinyNetwork().sample(FLOAT, 1, 3, 24, 24));
    try (ModelRepository models = load()) {
      DiffusionModel fixed = models.model("fixed");
      assertEquals(24, fixed.tile().edge());
      assertEquals(24, fixed.tile().multiple());
      assertEquals(1, fixed.tile().batch());
    }
  }

  @Test
  void sixChannelsAndALearnedVarianceGoTogether() throws IOException {
    Path model = ModelFiles.write(folder, "guided", new TinyNetwork().copies(2));
    ModelFiles.put(model, ModelFiles.SCHEDULER, "{\"variance_type\": \"learned_range\"}");
    try (ModelRepository models = load()) {
      assertEquals(6, models.model("guided").outputChannels());
      assertEquals(VarianceType.LEARNED_RANGE, models.model("guided").scheduler().varianceType());
    }
  }

  @Test
  void aLearnedVarianceNeedsChannelsOfItsOwn() throws IOException {
    Path model = ModelFiles.write(folder, "guided", new TinyNetwork());
    ModelFiles.put(model, ModelFiles.SCHEDULER, "{\"variance_type\": \"learned_range\"}");
    assertInvalid("guided", "learned_range");
  }

  @Test
  void fourBatchesOrOblongTilesOrNineChannelsAreRefused() throws IOException {
    ModelFiles.write(folder, "odd", new TinyNetwork().sample(FLOAT, 4, 3, ANY, ANY));
    assertInvalid("odd", "batches of 4");
    ModelFiles.write(folder, "odd", new TinyNetwork().sample(FLOAT, ANY, 3, 16, 24));
    assertInvalid("odd", "24 × 16");
    ModelFiles.write(folder, "odd", new TinyNetwork().copies(3));
    assertInvalid("odd", "9.00 channels");
  }

  /** A file and what is wrong with it. A dash stands for no file at all. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          scheduler/scheduler_config.json, -, scheduler/scheduler_config.json
          scheduler/scheduler_config.json, {"beta_schedule": "wavy"}, wavy
          scheduler/scheduler_config.json, {"beta_schedule": "wavy"}, beta_schedule
          scheduler/scheduler_config.json, {"beta_schedule":, is not JSON
          scheduler/scheduler_config.json, [], scheduler/scheduler_config.json
          scheduler/scheduler_config.json, null, scheduler/scheduler_config.json
          scheduler/scheduler_config.json, {"solver_magic": 3}, solver_magic
          unet/config.json, -, unet/config.json
          unet/config.json, {"sample_size": "large"}, sample_size
          unet/config.json, {"sample_size": 0}, sample_size
          unet/model.onnx, garbage, cannot load the network
          recoverable_field.json, {"kapa": 0.3}, kapa
          recoverable_field.json, {"kappa": 0.3}, scales
          recoverable_field.json, nonsense, recoverable_field.json
          """)
  void aDamagedModelIsNamed(String file, String content, String reason) throws IOException {
    ModelFiles.write(folder, "a-sound-one", new TinyNetwork());
    Path model = ModelFiles.write(folder, "broken", new TinyNetwork());
    if (content.equals("-")) {
      Files.delete(model.resolve(file));
    } else {
      ModelFiles.put(model, file, content);
    }
    assertInvalid("broken", reason);
  }

  private void assertInvalid(String name, String reason) {
    ModelException refused = assertThrows(ModelException.class, () -> load().close());
    assertEquals(ModelException.Kind.INVALID, refused.kind());
    String message = refused.getMessage();
    assertTrue(message.contains("model " + name + ":") && message.contains(reason), message);
  }

  private ModelRepository load() {
    return ModelRepository.load(folder, ExecutionProvider.CPU, 1);
  }
}
