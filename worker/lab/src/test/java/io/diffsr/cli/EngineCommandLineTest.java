package io.diffsr.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.onnx.ExecutionProvider;
import io.diffsr.onnx.FeatureNetwork;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureFormat;
import io.diffsr.testing.ModelFiles;
import io.diffsr.testing.TinyNetwork;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class EngineCommandLineTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

  @TempDir private Path folder;
  private final StringWriter complaints = new StringWriter();
  private Path pictures;
  private Path models;

  @BeforeEach
  void makePicturesAndAModel() throws IOException {
    pictures = Files.createDirectory(folder.resolve("pictures"));
    Files.write(pictures.resolve("one.png"), file(48, 40, 1));
    Files.write(pictures.resolve("two.png"), file(40, 48, 2));
    Files.writeString(pictures.resolve("notes.txt"), "not a picture");
    models = Files.createDirectory(folder.resolve("models"));
    ModelFiles.write(models, "tiny", new TinyNetwork());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          upscale, IN
          upscale nowhere.png, nowhere.png
          upscale ONE --scale 40, scale
          upscale ONE --scale wide, '--scale'
          `upscale ONE --scale 2,7`, write 2.7
          upscale ONE --scale 2x, write 2
          upscale PICTURES, --out
          upscale PICTURES --out ONE, is a file
          upscale PICTURES nowhere.png --out NEW, nowhere.png
          upscale ONE --model unicorns, not available
          upscale ONE --method magic, method
          upscale ONE --timestep 1000, timestep
          upscale ONE --threads -1, threads
          upscale ONE --out nowhere/big.png, nowhere
          upscale NOTES, is not a PNG
          field ONE, --scale
          calibrate --model tiny --images PICTURES, --out
          calibrate --model unicorns --images PICTURES --out NEW, unicorns
          `calibrate --model tiny --images PICTURES --out NEW --scales 2,1.5`, ascend
          calibrate --model tiny --images nowhere --out NEW, nowhere
          evaluate --images MODELS --out NEW, no PNG or JPEG
          evaluate --images PICTURES --out NEW --methods magic, method must be one of
          evaluate --images PICTURES --out NEW --scales 1, --scales
          evaluate --images PICTURES --out NEW --steps 0, steps
          evaluate --images PICTURES --out NEW --scales 16, too small
          evaluate --images PICTURES --out NEW --figures 9, --figures
          evaluate --images PICTURES --out NEW --methods diff-sr:startle=1, startle
          evaluate --images PICTURES --out NEW --methods diff-sr:steps, OPTION=VALUE
          evaluate --images PICTURES --out NEW --methods diff-sr:fidelity=much, fidelity
          evaluate --images PICTURES --out NEW --input-jpeg 101, --input-jpeg
          benchmark --out NEW --rounds 0, --rounds
          evaluate --images PICTURES --out NEW --input-noise 2, --input-noise
          evaluate --images PICTURES --out NEW --noise-sigma 2, noise_sigma
          evaluate --images PICTURES --out NEW --features nowhere.onnx, nowhere.onnx
          frobnicate, frobnicate
          """)
  void wrongUseIsReportedInOneLine(String command, String reason) {
    assertEquals(EngineCommand.WRONG_USE, run(command.split(" ", -1)), complaints::toString);
    assertEquals(1, complaints.toString().lines().count(), complaints::toString);
    assertTrue(complaints.toString().startsWith("diffsr-engine: "), complaints::toString);
    assertTrue(complaints.toString().contains(reason), complaints::toString);
  }

  @Test
  void aDamagedModelIsAFailure() throws IOException {
    Files.writeString(models.resolve("tiny").resolve(ModelFiles.NETWORK), "garbage");
    assertEquals(EngineCommand.FAILED, run("upscale", "ONE"));
    assertTrue(complaints.toString().contains("model tiny"), complaints::toString);
  }

  @Test
  void aPictureIsEnlargedAndTheSameSeedGivesTheSameBytes() throws IOException {
    Path first = folder.resolve("first.png");
    Path second = folder.resolve("second.png");
    for (Path out : List.of(first, second)) {
      assertEquals(
          EngineCommand.OK,
          run("upscale", "ONE", "--scale", "1.7", "--seed", "5", "--out", out.toString()),
          complaints::toString);
    }
    Picture enlarged = PictureDecoder.decode(Files.readAllBytes(first), PictureFolder.OWN_PICTURES);
    assertEquals(82, enlarged.width());
    assertEquals(68, enlarged.height());
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
  }

  @Test
  void aFolderIsEnlargedPictureByPictureAndWhatIsDoneIsSkipped() throws IOException {
    Files.createDirectory(pictures.resolve("deep"));
    Files.write(pictures.resolve("deep").resolve("three.jpg"), file(24, 20, 3));
    Files.write(pictures.resolve("torn.png"), Arrays.copyOf(file(24, 20, 3), 100));
    Path out = folder.resolve("results");
    String[] command = {
      "upscale", "PICTURES", "--method", "bicubic", "--format", "jpeg", "--out", out.toString()
    };
    assertEquals(EngineCommand.FAILED, run(command), complaints::toString);
    assertTrue(Files.isRegularFile(out.resolve("deep").resolve("three.jpg")));
    assertTrue(Files.isRegularFile(out.resolve("two.jpg")));
    assertFalse(Files.exists(out.resolve("torn.jpg")));
    Files.delete(pictures.resolve("torn.png"));
    byte[] marked = {1, 2, 3};
    Files.write(out.resolve("one.jpg"), marked);
    assertEquals(EngineCommand.OK, run(command), complaints::toString);
    assertArrayEquals(marked, Files.readAllBytes(out.resolve("one.jpg")));
    String[] again = Arrays.copyOf(command, command.length + 1);
    again[command.length] = "--force";
    assertEquals(EngineCommand.OK, run(again), complaints::toString);
    assertTrue(Files.size(out.resolve("one.jpg")) > marked.length);
  }

  @Test
  void withoutANameTheResultLiesBesideTheInput() {
    assertEquals(
        EngineCommand.OK, run("upscale", "ONE", "--method", "bicubic", "--format", "jpeg"));
    assertTrue(Files.isRegularFile(pictures.resolve("one-96x80.jpg")));
  }

  @Test
  void theFieldIsPlotted() throws IOException {
    Path plot = folder.resolve("plot.png");
    assertEquals(
        EngineCommand.OK,
        run("field", "ONE", "--scale", "2", "--out", plot.toString()),
        complaints::toString);
    assertPng(plot);
  }

  @Test
  void aCalibrationIsTakenUpByItsModel() throws IOException {
    Path calibration = models.resolve("tiny").resolve("recoverable_field.json");
    assertEquals(
        EngineCommand.OK,
        run(
            "calibrate --model tiny --images PICTURES --scales 1.5,2 --timesteps 5 --out "
                + calibration),
        complaints::toString);
    assertPng(calibration.resolveSibling("recoverable_field-network-error.png"));
    assertPng(calibration.resolveSibling("recoverable_field-scales.png"));
    try (ModelRepository loaded = ModelRepository.load(models, ExecutionProvider.CPU, 1)) {
      assertTrue(loaded.model("tiny").calibration().networkMeasured());
      assertEquals(List.of(1.5, 2.0), loaded.model("tiny").calibration().scales());
      assertEquals(5, loaded.model("tiny").calibration().errorTimesteps().size());
    }
  }

  @Test
  void anEvaluationHasARowPerMethodAndAColumnPerScale() throws IOException {
    JsonNode results = evaluate("out", "--psnr-uint8-wrapped").path("results");
    for (String metric :
        List.of(
            "psnr_rgb", "psnr_y", "ssim", "consistency_psnr", "psnr_uint8_wrapped", "seconds")) {
      assertEquals(
          List.of("bicubic", "diff-sr (project)", "diff-sr (none)"),
          names(results.path(metric)),
          metric);
      results.path(metric).forEach(row -> assertEquals(List.of("1.5", "2.0"), names(row), metric));
    }
    assertEquals(0, results.path("network_calls").path("bicubic").path("2.0").asDouble());
    assertTrue(
        results.path("consistency_psnr").path("diff-sr (project)").path("2.0").asDouble()
            > results.path("consistency_psnr").path("bicubic").path("2.0").asDouble());
    Path out = folder.resolve("out");
    String markdown = Files.readString(out.resolve("report.md"));
    assertTrue(markdown.contains("| | 1.5× | 2.0× |\n|---|---:|---:|\n| bicubic | "), markdown);
    String html = Files.readString(out.resolve("report.html"));
    assertTrue(html.contains("data:image/png;base64,"));
    assertFalse(html.contains("src=\"figure"), "the page must need nothing beside it");
    for (String figure :
        List.of(
            "figure-4-recoverable-field.png",
            "figure-5-crops.png",
            "figure-6-noise-level-psnr-rgb.png",
            "figure-7-noise-schedules-psnr-rgb.png")) {
      assertPng(out.resolve(figure));
      assertTrue(markdown.contains("(" + figure + ")"), figure);
    }
  }

  @Test
  void theSameSeedGivesTheSameFigures() throws IOException {
    JsonNode first = evaluate("first").path("results");
    JsonNode second = evaluate("second").path("results");
    assertFalse(names(first).contains("psnr_uint8_wrapped"));
    for (String metric : names(first)) {
      if (!metric.equals("seconds")) {
        assertEquals(first.path(metric), second.path(metric), metric);
      }
    }
  }

  /**
   * The network is not part of the project; it lies in the folder that those who build it share.
   */
  @Test
  void featuresOfInceptionTellANearPictureFromAFarOne() {
    Path network =
        Path.of(System.getProperty("diffsr.root"))
            .resolve("../shared/metrics/inception_mixed4.onnx");
    assumeTrue(Files.isRegularFile(network), "skipped: there is no " + network);
    try (FeatureNetwork opened = FeatureNetwork.open(network)) {
      ResizedFeatures features = new ResizedFeatures(opened);
      double[] one = features.features(picture(48, 40, 1));
      assertEquals(768, one.length);
      assertArrayEquals(one, features.features(picture(48, 40, 1)));
      assertFalse(Arrays.equals(one, features.features(picture(48, 40, 2))));
    }
  }

  private JsonNode evaluate(String out, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ("evaluate --images PICTURES --scales 1.5,2 --methods bicubic,diff-sr"
                        + " --consistency project,none --steps 2 --seed 3 --figures 4,5,6,7"
                        + " --figure-levels 0.1,0.3")
                    .split(" ", -1)));
    command.addAll(List.of("--out", folder.resolve(out).toString()));
    command.addAll(List.of(more));
    assertEquals(EngineCommand.OK, run(command.toArray(String[]::new)), complaints::toString);
    return new ObjectMapper().readTree(folder.resolve(out).resolve("report.json").toFile());
  }

  private int run(String... words) {
    List<String> arguments = new ArrayList<>();
    for (String word : String.join(" ", words).split(" ", -1)) {
      arguments.add(
          switch (word) {
            case "ONE" -> pictures.resolve("one.png").toString();
            case "NOTES" -> pictures.resolve("notes.txt").toString();
            case "PICTURES" -> pictures.toString();
            case "MODELS" -> models.toString();
            case "NEW" -> folder.resolve("new").toString();
            default -> word;
          });
    }
    if (!arguments.get(0).equals("frobnicate")) {
      arguments.addAll(1, List.of("--models", models.toString(), "--quiet"));
    }
    CommandLine engine = EngineCommand.commandLine().setErr(new PrintWriter(complaints, true));
    return engine.execute(arguments.toArray(String[]::new));
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static void assertPng(Path file) throws IOException {
    assertTrue(Files.isRegularFile(file), "there is no " + file.getFileName());
    assertArrayEquals(PNG, Arrays.copyOf(Files.readAllBytes(file), PNG.length));
    Picture picture = PictureDecoder.decode(Files.readAllBytes(file), PictureFolder.OWN_PICTURES);
    assertTrue(picture.width() >= 200 && picture.height() >= 100, picture.toString());
  }

  private static byte[] file(int width, int height, long seed) {
    return PictureEncoder.encode(picture(width, height, seed), PictureFormat.PNG, 100);
  }

  /** Soft shapes and some grain. */
  private static Picture picture(int width, int height, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] samples = new float[3 * width * height];
    for (int i = 0; i < samples.length; i++) {
      int x = i % width;
      int y = i / width % height;
      samples[i] =
          (float) (0.6 * Math.sin(0.4 * x + seed) * Math.cos(0.3 * y) + 0.1 * random.nextDouble());
    }
    return Picture.of(width, height, 3, samples).quantised();
  }
}
