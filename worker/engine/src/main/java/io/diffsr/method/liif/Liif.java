package io.diffsr.method.liif;

import io.diffsr.job.UpscalePhase;
import io.diffsr.method.Enlarged;
import io.diffsr.method.TiledNetwork;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.model.LiifModel;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.RunContext;

/** Enlarges by a local implicit image function, at any scale by one network. */
public record Liif(LiifModel model) implements UpscaleMethod {
  @Override
  public Enlarged enlarge(Picture input, UpscaleSpec spec, RunContext context) {
    TiledNetwork encoder =
        new TiledNetwork(
            model.encoder(), model.channels(), 1, model.tile(), input.height(), input.width());
    LiifQueries queries =
        new LiifQueries(model, input.height(), input.width(), spec.height(), spec.width());
    int calls = encoder.tiles() + queries.calls();
    context.report().expect(1, calls);
    context.enter(UpscalePhase.SAMPLE);
    float[] features = encoder.apply(model.range().ofSamples(input.rgb()), context);
    float[] rgb = queries.answer(features, context);
    model.range().toSamples(rgb);
    Enlarged.NetworkUse use =
        new Enlarged.NetworkUse(model.name(), model.executionProvider(), null, calls, 1);
    return new Enlarged(rgb, use, null);
  }
}
