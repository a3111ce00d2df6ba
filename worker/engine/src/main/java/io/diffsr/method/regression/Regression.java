package io.diffsr.method.regression;

import static io.diffsr.resample.ResamplingKernel.BICUBIC;

import io.diffsr.method.TiledNetwork;
import io.diffsr.method.start.Start;
import io.diffsr.model.RegressionModel;
import io.diffsr.resample.Degradation;
import io.diffsr.resample.Resampler;
import io.diffsr.run.RunContext;

/**
 * Enlarges by a network of one factor and brings its answer to the size that was asked for by
 * bicubic interpolation, as the Diff-SR paper does to compare itself with such networks. A network
 * of one channel enlarges luma; what the colours differ from it by is enlarged by interpolation.
 */
public record Regression(RegressionModel model) implements Start {
  private static final int CHANNELS = 3;

  @Override
  public float[] enlarge(float[] low, Degradation size, RunContext context) {
    if (model.channels() == CHANNELS) {
      return answer(low, size, context);
    }
    int pixels = low.length / CHANNELS;
    float[] luma = Luma.of(low);
    float[] differences = low.clone();
    for (int i = 0; i < low.length; i++) {
      differences[i] -= luma[i % pixels];
    }
    float[] enlarged = answer(luma, size, context);
    float[] result = Resampler.enlarging(BICUBIC, size).apply(differences, CHANNELS);
    for (int i = 0; i < result.length; i++) {
      result[i] += enlarged[i % enlarged.length];
    }
    return result;
  }

  /** The network's answer to some channels, in the size asked for. */
  private float[] answer(float[] low, Degradation size, RunContext context) {
    int scale = model.scale();
    int channels = model.channels();
    int margin = model.padding();
    TiledNetwork network = network(size);
    float[] given =
        MirroredMargin.around(
            model.range().ofSamples(low), channels, size.lowHeight(), size.lowWidth(), margin);
    float[] answer =
        MirroredMargin.without(
            network.apply(given, context),
            channels,
            scale * (size.lowHeight() + 2 * margin),
            scale * (size.lowWidth() + 2 * margin),
            scale * margin);
    model.range().toSamples(answer);
    return Resampler.of(
            BICUBIC,
            scale * size.lowHeight(),
            scale * size.lowWidth(),
            size.highHeight(),
            size.highWidth())
        .apply(answer, channels);
  }

  private TiledNetwork network(Degradation size) {
    return new TiledNetwork(
        model.network(),
        new TiledNetwork.Shape(model.channels(), model.channels(), model.scale()),
        model.tile(),
        size.lowHeight() + 2 * model.padding(),
        size.lowWidth() + 2 * model.padding());
  }

  @Override
  public int calls(Degradation size) {
    return network(size).tiles();
  }

  @Override
  public String identity() {
    return model.weights();
  }
}
