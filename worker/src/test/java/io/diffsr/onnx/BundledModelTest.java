package io.diffsr.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.diffusion.BetaSchedule;
import io.diffsr.diffusion.DiffusionModel;
import io.diffsr.diffusion.PredictionType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The model that comes with the service, on the CPU. */
@Timeout(120)
class BundledModelTest {
  private static ModelRepository models;

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
    assertEquals(List.of("diffsr-small"), models.names());
    DiffusionModel model = models.model("diffsr-small");
    assertEquals("diffsr-small", model.name());
    assertEquals(3, model.outputChannels());
    assertEquals(256, model.tileSize());
    assertEquals(8, model.sizeMultiple());
    assertEquals(1, model.batchSize());
    assertEquals("cpu", model.executionProvider());
    assertEquals(1000, model.scheduler().numTrainTimesteps());
    assertEquals(BetaSchedule.SCALED_LINEAR, model.scheduler().betaSchedule());
    assertEquals(PredictionType.EPSILON, model.scheduler().predictionType());
    assertTrue(model.scheduler().clipSample());
  }

  /** Recorded from a first run with ONNX Runtime 1.29 on x86-64; a new network has new numbers. */
  @Test
  void itsAnswerIsTheRecordedOne() {
    float[] output = predict(1, 200);
    float[] some = new float[8];
    for (int i = 0; i < some.length; i++) {
      some[i] = output[i * 389 + 5];
    }
    double sum = 0;
    double squares = 0;
    for (float value : output) {
      sum += value;
      squares += (double) value * value;
    }
    float[] recorded = {
      0.9489772f,
      0.03254655f,
      0.39390564f,
      -0.2840591f,
      -0.18415304f,
      0.06258464f,
      0.47967428f,
      -0.12660922f
    };
    assertArrayEquals(recorded, some, 1e-4f);
    assertEquals(0.00218273, sum / output.length, 1e-4);
    assertEquals(0.0834512, squares / output.length, 1e-4);
  }

  @Test
  void aBatchOfTwoIsTwoTimesABatchOfOne() {
    float[] one = predict(1, 200);
    float[] two = predict(2, 200);
    assertArrayEquals(one, Arrays.copyOf(two, one.length), 1e-4f);
    assertArrayEquals(one, Arrays.copyOfRange(two, one.length, two.length), 1e-4f);
  }

  @Test
  void itListensToTheTimestep() {
    assertFalse(Arrays.equals(predict(1, 200), predict(1, 700)));
  }

  /** Equal pictures, 32 × 32, made by a formula. */
  private static float[] predict(int batch, int timestep) {
    int size = 3 * 32 * 32;
    float[] samples = new float[batch * size];
    for (int i = 0; i < samples.length; i++) {
      int at = i % size;
      double x = at % 32;
      double y = at / 32 % 32;
      int channel = at / 1024;
      samples[i] = (float) (0.9 * Math.sin(0.4 * x + channel) * Math.cos(0.3 * y + 0.1 * x));
    }
    return models.model("diffsr-small").denoiser().predict(samples, batch, 32, 32, timestep);
  }
}
