package io.diffsr.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.diffusion.DiffusionModel;
import io.diffsr.job.Progress;
import io.diffsr.job.RunMemory;
import io.diffsr.job.Sampler;
import io.diffsr.job.UpscaleSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A heap of the size that {@link RunMemory} names suffices, whatever the sampler. */
class RunMemoryTest {
  @ParameterizedTest
  @CsvSource({"400, 800, DPMPP_2M, 0", "720, 800, DDIM, 0.5", "100, 800, DDPM, 0"})
  void aRunFitsTheMemoryThatIsReckonedWith(int input, int output, String sampler, String eta)
      throws IOException, InterruptedException {
    long bytes = RunMemory.bytes((long) input * input, (long) output * output, 1);
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx" + bytes,
                "-cp",
                System.getProperty("surefire.test.class.path", classPath()),
                OneRun.class.getName(),
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

  /** The process that has no more memory than is reckoned with. */
  static final class OneRun {
    private OneRun() {}

    public static void main(String[] arguments) {
      int input = Integer.parseInt(arguments[0]);
      int output = Integer.parseInt(arguments[1]);
      DiffusionModel formula = TestRuns.gaussian(0.1, 0.2);
      DiffusionModel model =
          TestRuns.model(formula.scheduler(), formula.denoiser(), 256, formula.batchSize());
      UpscaleSpec spec =
          TestRuns.spec(output, output)
              .sampler(Sampler.valueOf(arguments[2]), Double.parseDouble(arguments[3]))
              .steps(3)
              .build();
      byte[] file = TestRuns.png(TestRuns.picture(input, input, 3, 0.8));
      new SuperResolution(TestRuns.only(model), TestRuns.LARGE).run(spec, file, new Keeping());
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
