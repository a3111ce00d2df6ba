package io.diffsr.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.model.ModelException;
import io.diffsr.model.ResidualNetwork;
import io.diffsr.model.StartNetworks;
import io.diffsr.testing.ModelFiles;
import io.diffsr.testing.TinyNetwork;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartLoaderTest {
  private static final String CONFIG =
      """
      {"sample_size": 16, "size_multiple": 4, "residual_scale": 0.25, "smallest_factor": 1.2,
       "largest_factor": 6}
      """;

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void aModel() throws IOException {
    model = ModelFiles.write(folder, "tiny", new TinyNetwork());
  }

  private void put(String name) throws IOException {
    ModelFiles.put(model, name + "/model.onnx", new TinyNetwork().file());
    ModelFiles.put(model, name + "/config.json", CONFIG);
  }

  private StartNetworks load() {
    try (ModelRepository models = ModelRepository.load(folder, ExecutionProvider.CPU, 1)) {
      return models.model("tiny").starts();
    }
  }

  @Test
  void aModelWithoutStartsStartsFromThePseudoInverse() {
    assertEquals(StartNetworks.NONE, load());
  }

  @Test
  void theNetworksAndWhatIsSaidOfThemAreRead() throws IOException {
    put("predictor");
    put("texture");
    ModelFiles.put(
        model, "start.json", "{\"start\": \"pinv\", \"fidelity\": 0.25, \"jpeg_fidelity\": 0.5}");
    ModelFiles.put(
        model,
        "texture/recoverable_field.json",
        """
        {"scales": [2, 4], "bias_decibels": [1, 2], "power_ratios": [3, 4],
         "mean_squared_errors": [0.01, 0.02], "kappa": [0.25, 4], "minimum_snr": 0.5, "omega": 0.02,
         "error_timesteps": [], "error_values": []}
        """);
    StartNetworks starts = load();
    assertEquals("pinv", starts.start());
    assertEquals(0.25, starts.fidelity().held(3));
    assertEquals(0.5, starts.jpegFidelity().held(3));
    ResidualNetwork mean = starts.mean();
    assertEquals(0.25, mean.residualScale());
    assertEquals(120, mean.timestep(1));
    assertEquals(270, mean.timestep(2.7));
    assertEquals(600, mean.timestep(16));
    assertEquals(16, mean.tile().edge());
    assertNull(mean.calibration());
    assertEquals(0.25, starts.textured().calibration().kappa(2));
    assertEquals(1, starts.textured().calibration().kappa(Math.sqrt(8)), 1e-9);
  }

  @Test
  void oneNetworkMayAnswerWithBothStarts() throws IOException {
    ModelFiles.put(model, "start/model.onnx", new TinyNetwork().copies(2).file());
    ModelFiles.put(model, "start/config.json", CONFIG);
    ModelFiles.put(
        model,
        "start/mean/recoverable_field.json",
        """
        {"scales": [2], "bias_decibels": [1], "power_ratios": [3], "mean_squared_errors": [0.01],
         "kappa": 0.25, "minimum_snr": 0.5, "omega": 0.02, "error_timesteps": [],
         "error_values": []}
        """);
    StartNetworks starts = load();
    assertEquals(ResidualNetwork.Answer.MEAN, starts.mean().answer());
    assertEquals(ResidualNetwork.Answer.TEXTURED, starts.textured().answer());
    assertEquals(0.25, starts.mean().calibration().kappa(2));
    assertNull(starts.textured().calibration());
    assertEquals(0.5, starts.fidelity().held(3));
    put("predictor");
    assertEquals(ResidualNetwork.Answer.WHOLE, load().mean().answer());
    put("texture");
    ModelException refused = assertThrows(ModelException.class, this::load);
    assertTrue(refused.getMessage().contains("start and texture"), refused::getMessage);
  }

  /** Half of a mix, or all of the only one. */
  @ParameterizedTest
  @CsvSource({"predictor, 1", "texture, 0"})
  void withOneNetworkThereIsNothingToMix(String name, double fidelity) throws IOException {
    put(name);
    assertEquals(fidelity, load().fidelity().held(3));
    assertEquals("predictor", load().start());
  }

  @Test
  void fidelityMayDependOnTheScale() throws IOException {
    put("predictor");
    put("texture");
    ModelFiles.put(
        model, "start.json", "{\"fidelity\": {\"scales\": [2, 4], \"values\": [0.2, 0.6]}}");
    StartNetworks starts = load();
    assertEquals(0.2, starts.fidelity().held(1.5));
    assertEquals(0.4, starts.fidelity().held(Math.sqrt(8)), 1e-9);
    assertEquals(0.6, starts.jpegFidelity().held(16));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"start": "predictor"}           | predictor
          {"start": "auto"}                | auto
          {"start": 3}                     | 3
          {"fidelity": 1.5}                | 1.5
          {"jpeg_fidelity": -0.1}          | jpeg_fidelity is -0.1
          {"fidelity": "much"}             | much
          {"fidelty": 1}                   | fidelty
          {"fidelity": {"scales": [2], "values": [0.1, 0.2]}} | every scale
          {"fidelity": {"scales": [4, 2], "values": [0.1, 0.2]}} | ascend
          {"fidelity": {"scales": [2], "values": [2]}} | 0..1
          """)
  void whatIsWrongInStartJsonIsRefusedByName(String json, String shown) throws IOException {
    ModelFiles.put(model, "start.json", json);
    ModelException refused = assertThrows(ModelException.class, this::load);
    assertEquals(ModelException.Kind.INVALID, refused.kind());
    assertTrue(refused.getMessage().contains("start.json"), refused::getMessage);
    assertTrue(refused.getMessage().contains(shown), refused::getMessage);
  }

  @Test
  void aNetworkThatIsNoStartIsRefusedByItsFolder() throws IOException {
    put("texture");
    ModelFiles.put(model, "texture/model.onnx", new TinyNetwork().copies(2).file());
    ModelException refused = assertThrows(ModelException.class, this::load);
    assertTrue(refused.getMessage().contains("texture: "), refused::getMessage);
    assertTrue(refused.getMessage().contains("6 channels"), refused::getMessage);
  }
}
