package io.diffsr.pipeline;

import io.diffsr.image.Picture;
import io.diffsr.image.Resampler;
import io.diffsr.image.ResamplingKernel;
import io.diffsr.job.UpscalePhase;
import io.diffsr.job.UpscaleSpec;

/** Enlarges by a fixed filter. Takes the same road as the diffusion, without a network. */
record Interpolation(ResamplingKernel kernel) implements UpscaleMethod {
  @Override
  public Enlarged enlarge(Picture input, UpscaleSpec spec, RunProgress progress) {
    progress.enter(UpscalePhase.SAMPLE);
    return new Enlarged(apply(kernel, input.rgb(), 3, input, spec), null, null);
  }

  /**
   * Enlarges planes of the input's size.
   *
   * @param planes channels × input height × input width
   * @return channels × output height × output width
   */
  static float[] apply(
      ResamplingKernel kernel, float[] planes, int channels, Picture input, UpscaleSpec spec) {
    return Resampler.of(kernel, input.height(), input.width(), spec.height(), spec.width())
        .apply(planes, channels);
  }
}
