package io.diffsr.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.diffsr.diffusion.BetaSchedule;
import io.diffsr.diffusion.Denoiser;
import io.diffsr.diffusion.PredictionType;
import io.diffsr.model.DiffusionModel;
import io.diffsr.testing.ModelFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The models that come with the service, on the CPU. */
@Timeout(120)
class BundledModelTest {
  private static final Pattern LICENCE =
      Pattern.compile("(?i)weights: (Apache-2\\.0|CC-BY-4\\.0|CC0-1\\.0|MIT)\\b");
  private static final Pattern DATA = Pattern.compile("(?i)\\b(data|photos)\\b");

  /** Recorded from runs with ONNX Runtime in Python on x86-64; a new network has new numbers. */
  private static final Map<String, Answer> RECORDED =
      Map.of(
          "diffsr-small",
          new Answer(
              0.00178669,
              0.0687567,
              List.of(
                  0.6729906f,
                  -0.01644672f,
                  0.2509704f,
                  -0.448126f,
                  -0.1372862f,
                  0.1481444f,
                  0.3775141f,
                  0.00552567f)));

  private static ModelRepository models;

  /** What a network says of one picture: some of its values, and the means over all. */
  private record Answer(double mean, double meanSquare, List<Float> some) {}

  static List<String> all() {
    return Stream.concat(models.names().stream(), models.methodNames().stream()).toList();
  }

  static List<String> diffusion() {
    return models.names();
  }

  @BeforeAll
  static void load() {
    models = ModelRepository.load(ModelFiles.bundled(), ExecutionProvider.CPU, 1);
  }

  @AfterAll
  static void close() {
    models.close();
  }

  @Test
  void itIsThereAndWarm() {
    DiffusionModel model = models.model("diffsr-small");
    assertEquals("diffsr-small", model.name());
    assertEquals(3, model.outputChannels());
    assertEquals(256, model.tile().edge());
    assertEquals(8, model.tile().multiple());
    assertEquals(832, model.tile().largestEdge());
    assertEquals("cpu", model.executionProvider());
    assertEquals(1000, model.scheduler().numTrainTimesteps());
    assertEquals(BetaSchedule.SCALED_LINEAR, model.scheduler().betaSchedule());
    assertEquals(PredictionType.EPSILON, model.scheduler().predictionType());
    assertTrue(model.scheduler().clipSample());
  }

  @Test
  void everyFolderIsLoaded() throws IOException {
    try (Stream<Path> folders = Files.list(ModelFiles.bundled()).filter(Files::isDirectory)) {
      Stream<String> loaded = Stream.concat(models.names().stream(), models.methodNames().stream());
      assertEquals(
          folders.map(each -> each.getFileName().toString()).sorted().toList(),
          loaded.sorted().toList());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void itsCardNamesLicenceAndData(String name) throws IOException {
    Path card = ModelFiles.bundled().resolve(name).resolve("MODEL_CARD.md");
    assertTrue(Files.isRegularFile(card), card + " is missing");
    String text = Files.readString(card);
    assertTrue(LICENCE.matcher(text).find(), card + " names no licence to pass the weights on by");
    assertTrue(DATA.matcher(text).find(), card + " says nothing of the data");
  }

  @ParameterizedTest
  @MethodSource("diffusion")
  void itsConfigurationFitsTheService(String name) {
    ModelFolder folder = new ModelFolder(ModelFiles.bundled().resolve(name));
    DiffusionModel model = models.model(name);
    assertEquals(folder.denoiser().size().multiple(), model.tile().multiple());
    assertEquals(0, model.tile().edge() % model.tile().multiple());
    assertEquals(folder.scheduler(), model.scheduler());
    assertTrue(model.outputChannels() == 3 || model.outputChannels() == 6);
  }

  /** On CUDA the file in half precision is taken, where there is one. */
  @ParameterizedTest
  @MethodSource("diffusion")
  void halfPrecisionSaysNearlyTheSame(String name) {
    Path file = ModelFiles.bundled().resolve(name).resolve("unet/model.fp16.onnx");
    assumeTrue(Files.isRegularFile(file));
    try (OnnxDenoiser half = OnnxDenoiser.open(file, ExecutionProvider.CPU, 1)) {
      assertArrayEquals(predict(name, 1, 200), predict(half, 1, 200), 0.03f);
    }
  }

  @ParameterizedTest
  @MethodSource("diffusion")
  void itsAnswerIsTheRecordedOne(String name) {
    float[] output = predict(name, 1, 200);
    List<Float> some = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      some.add(output[i * 389 + 5]);
    }
    double sum = 0;
    double squares = 0;
    for (float value : output) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / output.length;
    double meanSquare = squares / output.length;
    Answer recorded = RECORDED.get(name);
    assertNotNull(
        recorded,
        "no answer of %s is recorded here; this one is %s, %s, %s"
            .formatted(name, mean, meanSquare, some));
    for (int i = 0; i < some.size(); i++) {
      assertEquals(recorded.some().get(i), some.get(i), 1e-4f);
    }
    assertEquals(recorded.mean(), mean, 1e-4);
    assertEquals(recorded.meanSquare(), meanSquare, 1e-4);
  }

  @ParameterizedTest
  @MethodSource("diffusion")
  void aBatchOfTwoIsTwoTimesABatchOfOne(String name) {
    float[] one = predict(name, 1, 200);
    float[] two = predict(name, 2, 200);
    assertArrayEquals(one, Arrays.copyOf(two, one.length), 1e-4f);
    assertArrayEquals(one, Arrays.copyOfRange(two, one.length, two.length), 1e-4f);
  }

  @ParameterizedTest
  @MethodSource("diffusion")
  void itListensToTheTimestep(String name) {
    assertFalse(Arrays.equals(predict(name, 1, 200), predict(name, 1, 700)));
  }

  private static float[] predict(String name, int batch, int timestep) {
    return predict(models.model(name).denoiser(), batch, timestep);
  }

  /** Equal pictures, 32 × 32, made by a formula. */
  private static float[] predict(Denoiser denoiser, int batch, int timestep) {
    int size = 3 * 32 * 32;
    float[] samples = new float[batch * size];
    for (int i = 0; i < samples.length; i++) {
      int at = i % size;
      double x = at % 32;
      double y = at / 32 % 32;
      int channel = at / 1024;
      samples[i] = (float) (0.9 * Math.sin(0.4 * x + channel) * Math.cos(0.3 * y + 0.1 * x));
    }
    return denoiser.predict(samples, batch, 32, 32, timestep);
  }
}
