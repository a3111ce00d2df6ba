package io.diffsr.pipeline;

import static io.diffsr.image.ResamplingKernel.BICUBIC;

import io.diffsr.image.Picture;
import io.diffsr.image.Resampler;
import io.diffsr.job.UpscalePhase;
import io.diffsr.job.UpscaleSpec;
import io.diffsr.network.RegressionModel;

/**
 * Enlarges by a network of one factor and brings its answer to the size that was asked for by
 * bicubic interpolation, as the Diff-SR paper does to compare itself with such networks.
 */
record Regression(RegressionModel model) implements UpscaleMethod {
  private static final int CHANNELS = 3;

  @Override
  public Enlarged enlarge(Picture input, UpscaleSpec spec, RunProgress progress) {
    int scale = model.scale();
    TiledNetwork network =
        new TiledNetwork(
            model.network(), CHANNELS, scale, model.tile(), input.height(), input.width());
    progress.expect(1, network.tiles());
    progress.enter(UpscalePhase.SAMPLE);
    float[] answer = network.apply(model.range().ofSamples(input.rgb()), progress);
    model.range().toSamples(answer);
    float[] sized =
        Resampler.of(
                BICUBIC, scale * input.height(), scale * input.width(), spec.height(), spec.width())
            .apply(answer, CHANNELS);
    Enlarged.NetworkUse use =
        new Enlarged.NetworkUse(model.name(), model.executionProvider(), null, network.tiles(), 1);
    return new Enlarged(sized, use, null);
  }
}
