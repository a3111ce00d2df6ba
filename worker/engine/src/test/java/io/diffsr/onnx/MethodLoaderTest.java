package io.diffsr.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.model.FeatureUnfolding;
import io.diffsr.model.LiifModel;
import io.diffsr.model.ModelException;
import io.diffsr.model.NetworkTile;
import io.diffsr.model.RegressionModel;
import io.diffsr.model.Sr3Model;
import io.diffsr.model.ValueRange;
import io.diffsr.testing.MethodFolders;
import io.diffsr.testing.ModelFiles;
import io.diffsr.testing.TinyGraph;
import io.diffsr.testing.TinyNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that are methods by themselves. */
class MethodLoaderTest {
  private static final String TWICE = "{\"kind\": \"regression\", \"scale\": 2, \"tile_size\": 16}";
  private static final String LIIF = "{\"kind\": \"liif\", \"tile_size\": 16}";
  private static final String SR3 = "{\"kind\": \"sr3\"}";
  private static final float[] FEATURE = {1, 0, 0, 0, 1, 0, 0, 0, 1};
  private static final float[] NOTHING = new float[6];

  @TempDir private Path folder;

  @Test
  void modelsOfDiffSrAndMethodsAreKeptApart() throws IOException {
    ModelFiles.write(folder, "faces", new TinyNetwork());
    MethodFolders.regression(folder, "twice", TWICE, 0);
    MethodFolders.liif(folder, "implicit", LIIF, FEATURE, NOTHING, null);
    MethodFolders.sr3(folder, "refine", SR3, 1, 0, 0);
    try (ModelRepository models = load()) {
      assertEquals(List.of("faces"), models.names());
      assertEquals(List.of("implicit", "refine", "twice"), models.methodNames());
      ModelException missing = assertThrows(ModelException.class, () -> models.method("faces"));
      assertEquals(ModelException.Kind.NOT_FOUND, missing.kind());
      assertTrue(missing.getMessage().contains("'faces'"), missing.getMessage());
      assertTrue(missing.getMessage().contains("implicit, refine, twice"), missing.getMessage());
      assertThrows(ModelException.class, () -> models.model("twice"));
    }
  }

  @Test
  void whatIsNotSaidHasADefault() throws IOException {
    MethodFolders.regression(folder, "twice", "{\"kind\": \"regression\", \"scale\": 2}", 0);
    MethodFolders.liif(folder, "implicit", "{\"kind\": \"liif\"}", FEATURE, NOTHING, null);
    MethodFolders.sr3(folder, "refine", SR3, 1, 0, 0);
    try (ModelRepository models = load()) {
      RegressionModel twice = assertInstanceOf(RegressionModel.class, models.method("twice"));
      assertEquals("twice", twice.name());
      assertEquals(2, twice.scale());
      assertEquals(new ValueRange(0, 1), twice.range());
      assertEquals(new NetworkTile(256, 1), twice.tile());
      LiifModel implicit = assertInstanceOf(LiifModel.class, models.method("implicit"));
      assertEquals(new ValueRange(-1, 1), implicit.range());
      assertEquals(new NetworkTile(256, 1), implicit.tile());
      assertEquals(3, implicit.channels());
      assertEquals(FeatureUnfolding.ENCODER, implicit.unfolding());
      assertEquals(Double.POSITIVE_INFINITY, implicit.largestScale());
      assertEquals(8192, implicit.pointsPerCall());
      Sr3Model refine = assertInstanceOf(Sr3Model.class, models.method("refine"));
      assertEquals("refine", refine.name());
      assertTrue(refine.conditionFirst());
      assertEquals(16, refine.diffusion().tile().edge());
      assertEquals(4, refine.diffusion().tile().multiple());
    }
  }

  @Test
  void tilesAreCutToTheMultipleOrToWhatTheNetworkInsistsOn() throws IOException {
    Path twice =
        MethodFolders.regression(
            folder,
            "twice",
            "{\"kind\": \"regression\", \"scale\": 2, \"tile_size\": 50, \"size_multiple\": 12}",
            0);
    try (ModelRepository models = load()) {
      assertEquals(new NetworkTile(48, 12), ((RegressionModel) models.method("twice")).tile());
    }
    ModelFiles.put(twice, "model.onnx", MethodFolders.twice(0, 24, 24));
    try (ModelRepository models = load()) {
      assertEquals(new NetworkTile(24, 24), ((RegressionModel) models.method("twice")).tile());
    }
    ModelFiles.put(twice, "model.onnx", MethodFolders.twice(0, 24, 16));
    assertInvalid("twice", "16 × 24");
  }

  @ParameterizedTest
  @ValueSource(strings = {"diff-sr", "pinv", "bicubic"})
  void aFolderCannotTakeTheNameOfABuiltInMethod(String name) throws IOException {
    MethodFolders.regression(folder, name, TWICE, 0);
    assertInvalid(name, "built-in");
  }

  /** What stands in method.json, and what is said against it. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = ';',
      textBlock =
          """
          {"kind": "regression"                                   ; method.json is not JSON
          null                                                    ; method.json holds null
          {"scale": 2}                                            ; kind is missing; one of regression, liif, sr3, simulated
          {"kind": "magic"}                                       ; kind is magic
          {"kind": "regression"}                                  ; scale is missing
          {"kind": "regression", "scale": 0}                      ; scale is 0
          {"kind": "regression", "scale": 17}                     ; scale is 17
          {"kind": "regression", "scale": 2.5}                    ; scale is 2.5
          {"kind": "regression", "scale": 3, "tile_size": 16}     ; not 3 times as large
          {"kind": "regression", "scale": 2, "tilesize": 16}      ; tilesize is not known
          {"kind": "regression", "scale": 2, "tile_size": 9999}   ; tile_size is 9999
          {"kind": "regression", "scale": 2, "size_multiple": 0}  ; size_multiple is 0
          {"kind": "regression", "scale": 2, "range": [1, 0]}     ; range is [1, 0]
          {"kind": "regression", "scale": 2, "range": [0]}        ; range is [0]
          {"kind": "regression", "scale": 2, "range": "0..1"}     ; range is 0..1
          {"kind": "regression", "scale": 2, "unfold": "query"}   ; unfold is not known
          {"kind": "liif", "scale": 2}                            ; scale is not known
          {"kind": "liif"}                                        ; encoder.onnx
          {"kind": "liif", "unfold": "nobody"}                    ; unfold is nobody
          {"kind": "liif", "scale_max": 0.5}                      ; scale_max is 0.5
          {"kind": "liif", "points_per_call": 0}                  ; points_per_call is 0
          {"kind": "sr3"}                                         ; unet/model.onnx
          {"kind": "sr3", "conditioning": "vibes"}                ; conditioning is vibes
          {"kind": "sr3", "channels": "both"}                     ; channels is both
          {"kind": "simulated"}                                   ; milliseconds_per_call is missing
          {"kind": "simulated", "calls": 0}                       ; calls is 0
          {"kind": "simulated", "scale": 2}                       ; scale is not known
          """)
  void aFieldThatIsUnknownOrWrongIsNamed(String json, String reasons) throws IOException {
    MethodFolders.regression(folder, "a-sound-one", TWICE, 0);
    MethodFolders.regression(folder, "broken", json, 0);
    assertInvalid("broken", reasons.split("; "));
  }

  @Test
  void aFolderWithoutItsFilesIsNamed() throws IOException {
    Path twice = MethodFolders.regression(folder, "twice", TWICE, 0);
    Files.delete(twice.resolve("method.json"));
    assertInvalid("twice", "method.json");
    ModelFiles.put(twice, "method.json", TWICE);
    Files.delete(twice.resolve("model.onnx"));
    assertInvalid("twice", "model.onnx");
    ModelFiles.put(twice, "model.onnx", "garbage");
    assertInvalid("twice", "cannot load the network");
  }

  @Test
  void aNetworkForSomethingElseIsRefused() throws IOException {
    Path twice = MethodFolders.regression(folder, "twice", TWICE, 0);
    ModelFiles.put(twice, "model.onnx", new TinyNetwork().file());
    assertInvalid("twice", "2 inputs");
    ModelFiles.put(
        twice,
        "model.onnx",
        new TinyGraph()
            .input("pair", TinyGraph.FLOAT, 1, 2, TinyGraph.ANY, TinyGraph.ANY)
            .node("Identity", List.of("pair"), "y")
            .output("y", TinyGraph.FLOAT, 1, 2, TinyGraph.ANY, TinyGraph.ANY)
            .file());
    assertInvalid("twice", "2 channels instead of 3");
  }

  @Test
  void aQueryMustTakeTheFeaturesAsTheyAreUnfolded() throws IOException {
    Path implicit =
        MethodFolders.liif(
            folder,
            "implicit",
            "{\"kind\": \"liif\", \"tile_size\": 16, \"unfold\": \"query\"}",
            FEATURE,
            NOTHING,
            null);
    assertInvalid("implicit", "'feature' is of rank 2 instead of 4");
    MethodFolders.liif(folder, "implicit", LIIF, new float[27 * 3], NOTHING, null);
    assertInvalid("implicit", "'feature' is of rank 4 instead of 2");
    MethodFolders.liif(folder, "implicit", LIIF, FEATURE, NOTHING, null);
    ModelFiles.put(
        implicit,
        "query.onnx",
        new TinyGraph()
            .input("inp", TinyGraph.FLOAT, TinyGraph.ANY, 7)
            .node("Identity", List.of("inp"), "rgb")
            .output("rgb", TinyGraph.FLOAT, TinyGraph.ANY, 7)
            .file());
    assertInvalid("implicit", "no input 'feature'");
  }

  @Test
  void aNoiseLevelNeedsAnInputOfFloatsAndAnSr3ModelSixChannels() throws IOException {
    String byLevel = "{\"kind\": \"sr3\", \"conditioning\": \"noise_level\"}";
    Path refine = MethodFolders.sr3(folder, "refine", byLevel, 1, 0, 0);
    ModelFiles.put(
        refine, ModelFiles.NETWORK, new TinyNetwork().sample(TinyGraph.FLOAT, 1, 6, 16, 16).file());
    assertInvalid("refine", "INT64");
    ModelFiles.put(refine, ModelFiles.NETWORK, new TinyNetwork().file());
    ModelFiles.put(refine, "method.json", SR3);
    assertInvalid("refine", "3 channels instead of 6");
  }

  private void assertInvalid(String name, String... reasons) {
    ModelException refused = assertThrows(ModelException.class, () -> load().close());
    assertEquals(ModelException.Kind.INVALID, refused.kind());
    String message = refused.getMessage();
    assertTrue(message.contains("model " + name + ":"), message);
    for (String reason : reasons) {
      assertTrue(message.contains(reason.strip()), message);
    }
  }

  private ModelRepository load() {
    return ModelRepository.load(folder, ExecutionProvider.CPU, 1);
  }
}
