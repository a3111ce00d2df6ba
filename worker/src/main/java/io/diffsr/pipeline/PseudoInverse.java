package io.diffsr.pipeline;

import io.diffsr.image.Degradation;
import io.diffsr.image.Picture;
import io.diffsr.job.UpscalePhase;
import io.diffsr.job.UpscaleSpec;

/**
 * Enlarges by A⁺: of all pictures that shrink to the input, the one of least norm, brought into
 * range as nearly as the input allows. What diff-sr starts from, and the best that is known without
 * a network.
 */
record PseudoInverse() implements UpscaleMethod {
  private static final int CHANNELS = 3;

  @Override
  public Enlarged enlarge(Picture input, UpscaleSpec spec, RunProgress progress) {
    progress.enter(UpscalePhase.SAMPLE);
    Degradation degradation =
        Degradation.of(spec.height(), spec.width(), input.height(), input.width());
    float[] enlarged = degradation.pseudoInverse(input.rgb(), CHANNELS);
    new DataConsistency(degradation, input.rgb(), Interpolation.opacity(input, spec))
        .settle(enlarged);
    return new Enlarged(enlarged, null, degradation);
  }
}
