package io.diffsr.method.regression;

import static io.diffsr.resample.ResamplingKernel.BICUBIC;

import io.diffsr.job.UpscalePhase;
import io.diffsr.method.Enlarged;
import io.diffsr.method.TiledNetwork;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.model.RegressionModel;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Resampler;
import io.diffsr.run.RunContext;

/**
 * Enlarges by a network of one factor and brings its answer to the size that was asked for by
 * bicubic interpolation, as the Diff-SR paper does to compare itself with such networks.
 */
public record Regression(RegressionModel model) implements UpscaleMethod {
  private static final int CHANNELS = 3;

  @Override
  public Enlarged enlarge(Picture input, UpscaleSpec spec, RunContext context) {
    int scale = model.scale();
    TiledNetwork network =
        new TiledNetwork(
            model.network(), CHANNELS, scale, model.tile(), input.height(), input.width());
    context.report().expect(1, network.tiles());
    context.enter(UpscalePhase.SAMPLE);
    float[] answer = network.apply(model.range().ofSamples(input.rgb()), context);
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
