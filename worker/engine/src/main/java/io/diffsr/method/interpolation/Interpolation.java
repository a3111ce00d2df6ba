package io.diffsr.method.interpolation;

import io.diffsr.consistency.SourcePicture;
import io.diffsr.job.UpscalePhase;
import io.diffsr.method.Enlarged;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.method.start.Start;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.resample.Resampler;
import io.diffsr.resample.ResamplingKernel;
import io.diffsr.run.RunContext;
import java.util.Locale;

/** Enlarges by a fixed filter. Takes the same path as the diffusion, without a network. */
public record Interpolation(ResamplingKernel kernel) implements UpscaleMethod, Start {
  private static final int CHANNELS = 3;

  @Override
  public Enlarged enlarge(SourcePicture input, UpscaleSpec spec, RunContext context) {
    context.enter(UpscalePhase.SAMPLE);
    return new Enlarged(apply(kernel, input.picture(), spec), null, null);
  }

  /** The input's colours in the size of the result. */
  public static float[] apply(ResamplingKernel kernel, Picture input, UpscaleSpec spec) {
    return Resampler.of(kernel, input.height(), input.width(), spec.height(), spec.width())
        .apply(input.rgb(), CHANNELS);
  }

  @Override
  public float[] enlarge(float[] low, Degradation size, RunContext context) {
    return Resampler.enlarging(kernel, size).apply(low, CHANNELS);
  }

  @Override
  public int calls(Degradation size) {
    return 0;
  }

  @Override
  public String identity() {
    return kernel.name().toLowerCase(Locale.ROOT);
  }
}
