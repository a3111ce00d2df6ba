package io.diffsr.onnx;

import static io.diffsr.testing.TinyNetwork.ANY;
import static io.diffsr.testing.TinyNetwork.DOUBLE;
import static io.diffsr.testing.TinyNetwork.FLOAT;
import static io.diffsr.testing.TinyNetwork.FLOAT16;
import static io.diffsr.testing.TinyNetwork.INT32;
import static io.diffsr.testing.TinyNetwork.INT64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import io.diffsr.model.ModelException;
import io.diffsr.testing.TinyNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxDenoiserTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {INT64, INT32, FLOAT, FLOAT16})
  void theTimestepReachesTheNetworkInWhateverTypeItWants(int type) throws Exception {
    assertAddsTheTimestep(new TinyNetwork().timestep(type), 0);
    assertAddsTheTimestep(new TinyNetwork().timestep(type, 1), 0);
    assertAddsTheTimestep(new TinyNetwork().timestep(type, ANY), 0);
  }

  @Test
  void halfPrecisionIsWidened() throws Exception {
    // Numbers around 1000 are half apart in half precision.
    assertAddsTheTimestep(new TinyNetwork().sample(FLOAT16, ANY, 3, ANY, ANY), 0.5);
  }

  @Test
  void sixChannelsComeOutTileByTile() throws Exception {
    float[] samples = ramp(2 * 3 * 4 * 8);
    try (OnnxDenoiser denoiser = open(new TinyNetwork().copies(2))) {
      float[] output = denoiser.predict(samples, 2, 4, 8, 5);
      assertEquals(2 * samples.length, output.length);
      int three = 3 * 4 * 8;
      for (int i = 0; i < three; i++) {
        assertEquals(samples[i] + 5, output[i], 1e-6);
        assertEquals(samples[i] + 5, output[three + i], 1e-6);
        assertEquals(samples[three + i] + 5, output[2 * three + i], 1e-6);
      }
    }
  }

  @Test
  void aFixedSizeIsKnown() throws Exception {
    try (OnnxDenoiser fixed = open(new TinyNetwork().sample(FLOAT, 1, 3, 16, 24));
        OnnxDenoiser free = open(new TinyNetwork())) {
      assertArrayEquals(new long[] {16, 24}, fixed.fixedSize());
      assertEquals(1, fixed.fixedBatch());
      assertTrue(free.fixedSize()[0] <= 0 && free.fixedSize()[1] <= 0);
      assertTrue(free.fixedBatch() <= 0);
    }
  }

  @Test
  void aCallThatDoesNotFitTheNetworkHasFailed() throws Exception {
    try (OnnxDenoiser denoiser = open(new TinyNetwork().sample(FLOAT, 1, 3, 16, 16))) {
      ModelException failure =
          assertThrows(
              ModelException.class, () -> denoiser.predict(new float[3 * 8 * 8], 1, 8, 8, 0));
      assertEquals(ModelException.Kind.FAILED, failure.kind());
    }
  }

  @Test
  void aNetworkForSomethingElseIsRefused() throws Exception {
    assertRefused("4 channels", new TinyNetwork().sample(FLOAT, ANY, 4, ANY, ANY));
    assertRefused("3 inputs", new TinyNetwork().withExtraInput());
    assertRefused("0 times an input of rank 4", new TinyNetwork().sample(FLOAT, ANY, 3, ANY));
    assertRefused("0 times an input of rank 0 or 1", new TinyNetwork().timestep(INT64, 1, 1));
    assertRefused("DOUBLE", new TinyNetwork().timestep(DOUBLE));
  }

  private void assertAddsTheTimestep(TinyNetwork network, double tolerance) throws Exception {
    float[] samples = ramp(2 * 3 * 4 * 8);
    try (OnnxDenoiser denoiser = open(network)) {
      float[] output = denoiser.predict(samples, 2, 4, 8, 999);
      assertEquals(samples.length, output.length);
      for (int i = 0; i < output.length; i++) {
        assertEquals(samples[i] + 999, output[i], tolerance + 1e-4);
      }
    }
  }

  private void assertRefused(String reason, TinyNetwork network) {
    ModelException refused = assertThrows(ModelException.class, () -> open(network).close());
    assertEquals(ModelException.Kind.INVALID, refused.kind());
    assertTrue(refused.getMessage().contains(reason), refused.getMessage());
  }

  private OnnxDenoiser open(TinyNetwork network) throws IOException, OrtException {
    Path file = folder.resolve("model.onnx");
    Files.write(file, network.file());
    return OnnxDenoiser.open(file, ExecutionProvider.CPU, 1);
  }

  private static float[] ramp(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i / (float) count;
    }
    return values;
  }
}
