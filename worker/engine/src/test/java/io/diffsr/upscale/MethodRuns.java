package io.diffsr.upscale;

import io.diffsr.onnx.ExecutionProvider;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.upscale.TestRuns.Witness;
import java.nio.file.Path;

/** Whole runs of the methods in a folder of models. */
final class MethodRuns {
  private MethodRuns() {}

  static UpscaleResult run(Path models, UpscaleSpec spec, Picture input) {
    return run(models, spec, input, new Witness());
  }

  static UpscaleResult run(Path models, UpscaleSpec spec, Picture input, Witness witness) {
    try (ModelRepository repository = ModelRepository.load(models, ExecutionProvider.CPU, 1)) {
      return new SuperResolution(repository, repository, TestRuns.LIMITS)
          .run(spec, TestRuns.png(input), witness);
    }
  }

  static float[] colours(UpscaleResult result) {
    return TestRuns.decode(result.bytes()).colour();
  }

  /** The same picture, whose file has 16 bits, so that results are rounded less. */
  static Picture deep(int width, int height, float[] colour) {
    return new Picture(width, height, 3, colour, null, 16, null).quantised();
  }
}
