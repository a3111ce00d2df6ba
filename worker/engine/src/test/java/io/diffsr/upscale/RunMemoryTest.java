package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.job.Progress;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.FeatureUnfolding;
import io.diffsr.model.LiifModel;
import io.diffsr.model.NetworkMethod;
import io.diffsr.model.NetworkTile;
import io.diffsr.model.RegressionModel;
import io.diffsr.model.Sr3Model;
import io.diffsr.model.ValueRange;
import io.diffsr.picture.Picture;
import io.diffsr.request.Sampler;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.UpscaleObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A heap of the size that {@link SuperResolution#memory} names suffices, whatever the sampler. */
class RunMemoryTest {
  private static final int EDGE_OF_TILE = 64;
  private static final NetworkTile TILE = new NetworkTile(EDGE_OF_TILE, 1);
  private static final ValueRange RANGE = new ValueRange(-1, 1);
  private static final int SCALE = 4;
  private static final int FEATURES = 64;
  private static final long SHORT_LIVED = 32 << 20;

  @ParameterizedTest
  @CsvSource({
    "500, 2000, DPMPP_2M, 0",
    "1800, 2000, DPMPP_2M, 0",
    "1800, 2000, DDIM, 0.5",
    "250, 2000, DDPM, 0"
  })
  void aRunFitsTheMemoryThatIsReckonedWith(int input, int output, String sampler, String eta)
      throws IOException, InterruptedException {
    requireFits("diff-sr", input, output, sampler, eta);
  }

  /** Two canvases: a step, or none, or the third in a file. */
  @ParameterizedTest
  @CsvSource({
    "one step, 500, 2500",
    "solver in a file, 500, 4200",
    "pinv, 500, 2500",
    "pinv, 2200, 2500",
    "pinv with opacity, 500, 2500"
  })
  void soDoesARunThatHoldsLess(String what, int input, int output)
      throws IOException, InterruptedException {
    requireFits(what, input, output, "DPMPP_2M", "0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"several samples", "noise"})
  void soDoesARunThatKeepsMore(String what) throws IOException, InterruptedException {
    requireFits(what, 500, 2000, "DPMPP_2M", "0");
  }

  @ParameterizedTest
  @CsvSource({"regression, 800, 900", "liif, 700, 800", "sr3, 400, 800"})
  void soDoesARunOfANetworkThatIsAMethod(String method, int input, int output)
      throws IOException, InterruptedException {
    requireFits(method, input, output, "DDIM", "0");
  }

  private static void requireFits(String method, int input, int output, String sampler, String eta)
      throws IOException, InterruptedException {
    long bytes =
        engine()
            .memory(
                spec(method, output, sampler, eta).build(),
                (long) input * input,
                !method.contains("opacity"));
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As workers are started: all that is reckoned with is for what is large.
                "-XX:+UseParallelGC",
                "-XX:MaxNewSize=" + SHORT_LIVED,
                "-Xmx" + (bytes + SHORT_LIVED),
                "-cp",
                System.getProperty("surefire.test.class.path", classPath()),
                OneRun.class.getName(),
                method,
                Integer.toString(input),
                Integer.toString(output),
                sampler,
                eta)
            .redirectErrorStream(true)
            .start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, run.waitFor(), said);
  }

  private static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static SuperResolution engine() {
    DiffusionModel formula = TestRuns.gaussian(0.1, 0.2);
    DiffusionModel model =
        TestRuns.model(formula.scheduler(), formula.denoiser(), 256, formula.tile().batch());
    return new SuperResolution(TestRuns.only(model), name -> method(name, model), TestRuns.LARGE);
  }

  private static NetworkMethod method(String name, DiffusionModel model) {
    return switch (name) {
      case "regression" ->
          new RegressionModel(
              name,
              SCALE,
              RANGE,
              TILE,
              3,
              0,
              "cpu",
              "weights",
              (picture, height, width) -> new float[3 * SCALE * SCALE * height * width]);
      case "liif" ->
          new LiifModel(
              name,
              RANGE,
              TILE,
              FEATURES,
              FeatureUnfolding.QUERY,
              Double.POSITIVE_INFINITY,
              8192,
              "cpu",
              "weights",
              (picture, height, width) -> new float[FEATURES * height * width],
              (points, features, coordinates, cells) -> new float[3 * points]);
      default -> new Sr3Model(shownTheInput(model), true);
    };
  }

  /** Takes six channels, answers with three. */
  private static DiffusionModel shownTheInput(DiffusionModel model) {
    return TestRuns.model(
        model.scheduler(),
        (samples, batch, height, width, timestep) -> new float[samples.length / 2],
        model.tile().edge(),
        model.tile().batch());
  }

  private static TestRuns.SpecDraft spec(String method, int output, String sampler, String eta) {
    TestRuns.SpecDraft spec =
        TestRuns.spec(output, output)
            .sampler(Sampler.valueOf(sampler), Double.parseDouble(eta))
            .steps(3);
    return switch (method) {
      case "one step" -> spec.steps(1);
      case "pinv with opacity" -> spec.method("pinv");
      case "solver in a file" -> spec;
      case "several samples" -> spec.samples(2);
      case "noise" -> spec.noiseSigma(0.05);
      default -> spec.method(method);
    };
  }

  /** The process that has no more memory than is reckoned with. */
  static final class OneRun {
    private OneRun() {}

    public static void main(String[] arguments) {
      int input = Integer.parseInt(arguments[1]);
      int output = Integer.parseInt(arguments[2]);
      UpscaleSpec spec = spec(arguments[0], output, arguments[3], arguments[4]).build();
      Picture picture = TestRuns.picture(input, input, 3, 0.8);
      if (arguments[0].contains("opacity")) {
        float[] opacity = new float[input * input];
        for (int i = 0; i < opacity.length; i++) {
          opacity[i] = (i % 255) / 255f;
        }
        picture = new Picture(input, input, 3, picture.colour(), opacity, 16, null);
      }
      byte[] file = TestRuns.png(picture);
      engine().run(spec, file, new Keeping());
    }
  }

  /** Takes every checkpoint. */
  private static final class Keeping implements UpscaleObserver {
    @Override
    public void progress(Progress latest) {}

    @Override
    public boolean canceled() {
      return false;
    }

    @Override
    public boolean wantsCheckpoint() {
      return true;
    }
  }
}
