package io.diffsr.method.interpolation;

import io.diffsr.consistency.DataConsistency;
import io.diffsr.job.UpscalePhase;
import io.diffsr.method.Enlarged;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.resample.Opacity;
import io.diffsr.run.RunContext;

/**
 * Enlarges by A⁺: of all pictures that shrink to the input, the one of least norm, brought into
 * range as nearly as the input allows. What diff-sr starts from, and the best that is known without
 * a network.
 */
public record PseudoInverse() implements UpscaleMethod {
  private static final int CHANNELS = 3;

  @Override
  public Enlarged enlarge(Picture input, UpscaleSpec spec, RunContext context) {
    context.enter(UpscalePhase.SAMPLE);
    Degradation degradation =
        Degradation.of(spec.height(), spec.width(), input.height(), input.width());
    float[] enlarged = degradation.pseudoInverse(input.rgb(), CHANNELS);
    new DataConsistency(
            degradation, input.rgb(), Opacity.enlarged(input, spec.width(), spec.height()))
        .enforce(enlarged);
    return new Enlarged(enlarged, null, degradation);
  }
}
