package io.diffsr.resample;

import io.diffsr.picture.Picture;
import org.jspecify.annotations.Nullable;

/** A picture's opacity at another size. */
public final class Opacity {
  private Opacity() {}

  /**
   * The opacity at the size of the result, height × width in 0..1, in the levels that a file of the
   * input's bit depth holds; null where the input has none. No model is trained on opacity:
   * whatever the method, it is enlarged by the plain bicubic filter.
   */
  public static float @Nullable [] enlarged(Picture input, int width, int height) {
    float[] alpha = input.alpha();
    if (alpha == null) {
      return null;
    }
    double levels = (1 << input.bitDepth()) - 1;
    float[] enlarged =
        Resampler.of(ResamplingKernel.BICUBIC, input.height(), input.width(), height, width)
            .apply(alpha, 1);
    for (int i = 0; i < enlarged.length; i++) {
      double share = Math.min(Math.max(enlarged[i], 0), 1);
      enlarged[i] = (float) (Math.round(share * levels) / levels);
    }
    return enlarged;
  }
}
