package io.diffsr.method.interpolation;

import io.diffsr.job.UpscalePhase;
import io.diffsr.method.Enlarged;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Resampler;
import io.diffsr.resample.ResamplingKernel;
import io.diffsr.run.RunProgress;
import org.jspecify.annotations.Nullable;

/** Enlarges by a fixed filter. Takes the same road as the diffusion, without a network. */
public record Interpolation(ResamplingKernel kernel) implements UpscaleMethod {
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
  public static float[] apply(
      ResamplingKernel kernel, float[] planes, int channels, Picture input, UpscaleSpec spec) {
    return Resampler.of(kernel, input.height(), input.width(), spec.height(), spec.width())
        .apply(planes, channels);
  }

  /**
   * The input's opacity at the size of the result, in the levels that a file holds; null where it
   * has none. Opacity is no picture that a model was trained on: whatever the method, it is
   * enlarged by the plain filter.
   */
  public static float @Nullable [] opacity(Picture input, UpscaleSpec spec) {
    float[] alpha = input.alpha();
    if (alpha == null) {
      return null;
    }
    double levels = (1 << input.bitDepth()) - 1;
    float[] enlarged = apply(ResamplingKernel.BICUBIC, alpha, 1, input, spec);
    for (int i = 0; i < enlarged.length; i++) {
      double share = Math.min(Math.max(enlarged[i], 0), 1);
      enlarged[i] = (float) (Math.round(share * levels) / levels);
    }
    return enlarged;
  }
}
