package io.diffsr.method.interpolation;

import io.diffsr.job.UpscalePhase;
import io.diffsr.method.Enlarged;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Resampler;
import io.diffsr.resample.ResamplingKernel;
import io.diffsr.run.RunContext;

/** Enlarges by a fixed filter. Takes the same path as the diffusion, without a network. */
public record Interpolation(ResamplingKernel kernel) implements UpscaleMethod {
  @Override
  public Enlarged enlarge(Picture input, UpscaleSpec spec, RunContext context) {
    context.enter(UpscalePhase.SAMPLE);
    return new Enlarged(apply(kernel, input.rgb(), 3, input, spec), null, null);
  }

  /**
   * Enlarges planes of the input's size.
   *
   * @param planes channels × input height × input width
   * @return channels × output height × output width
   */
  public static float[] apply(
      ResamplingKernel kernel, float[] planes, int channels, Picture input, UpscaleSpec spec) {
    return Resampler.of(kernel, input.height(), input.width(), spec.height(), spec.width())
        .apply(planes, channels);
  }
}
