package io.diffsr.method.interpolation;

import io.diffsr.consistency.DataConsistency;
import io.diffsr.job.UpscalePhase;
import io.diffsr.method.Enlarged;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.method.start.Start;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.resample.Opacity;
import io.diffsr.run.RunContext;

/**
 * Enlarges by A⁺: of all pictures that shrink to the input, the one of least norm, brought into
 * range as nearly as the input allows. What diff-sr starts from where it has nothing better, and
 * the best that is known without a network.
 */
public record PseudoInverse() implements UpscaleMethod, Start {
  private static final int CHANNELS = 3;

  @Override
  public Enlarged enlarge(Picture input, UpscaleSpec spec, RunContext context) {
    context.enter(UpscalePhase.SAMPLE);
    Degradation size = Degradation.of(spec.height(), spec.width(), input.height(), input.width());
    float[] enlarged = enlarge(input.rgb(), size, context);
    new DataConsistency(size, input.rgb(), Opacity.enlarged(input, spec.width(), spec.height()))
        .enforce(enlarged);
    return new Enlarged(enlarged, null, size);
  }

  @Override
  public float[] enlarge(float[] low, Degradation size, RunContext context) {
    return size.pseudoInverse(low, CHANNELS);
  }

  @Override
  public int calls(Degradation size) {
    return 0;
  }

  @Override
  public String identity() {
    return "pinv";
  }
}
