package io.diffsr.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.image.Picture;
import io.diffsr.job.UpscaleSpec;
import io.diffsr.onnx.ExecutionProvider;
import io.diffsr.onnx.ModelRepository;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
    assertEquals(6, first.report().networkCalls());
    assertNotNull(first.report().consistencyError());
    assertTrue(first.report().consistencyError() <= 1.5);
  }
}
