package io.diffsr.method.liif;

import io.diffsr.method.TiledNetwork;
import io.diffsr.method.start.Start;
import io.diffsr.model.LiifModel;
import io.diffsr.resample.Degradation;
import io.diffsr.run.RunContext;

/** Enlarges by a local implicit image function, at any scale by one network. */
public record Liif(LiifModel model) implements Start {
  private static final int CHANNELS = 3;

  @Override
  public float[] enlarge(float[] low, Degradation size, RunContext context) {
    float[] features = encoder(size).apply(model.range().ofSamples(low), context);
    float[] rgb = queries(size).answer(features, context);
    model.range().toSamples(rgb);
    return rgb;
  }

  private TiledNetwork encoder(Degradation size) {
    return new TiledNetwork(
        model.encoder(),
        new TiledNetwork.Shape(CHANNELS, model.channels(), 1),
        model.tile(),
        size.lowHeight(),
        size.lowWidth());
  }

  private LiifQueries queries(Degradation size) {
    return new LiifQueries(
        model, size.lowHeight(), size.lowWidth(), size.highHeight(), size.highWidth());
  }

  @Override
  public int calls(Degradation size) {
    return encoder(size).tiles() + queries(size).calls();
  }

  @Override
  public String identity() {
    return model.weights();
  }
}
