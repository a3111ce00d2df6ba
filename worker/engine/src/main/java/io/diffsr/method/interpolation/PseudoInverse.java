package io.diffsr.method.interpolation;

import io.diffsr.consistency.InputConsistency;
import io.diffsr.consistency.SourcePicture;
import io.diffsr.job.UpscalePhase;
import io.diffsr.method.Enlarged;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.method.start.Start;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.run.RunContext;

/**
 * Enlarges by A⁺: of all pictures that shrink to the input, the one of least norm, brought into
 * range as nearly as the input allows. What diff-sr starts from where it has nothing better, and
 * the best that is known without a network.
 */
public record PseudoInverse() implements UpscaleMethod, Start {
  private static final int CHANNELS = 3;

  @Override
  public Enlarged enlarge(SourcePicture input, UpscaleSpec spec, RunContext context) {
    context.enter(UpscalePhase.SAMPLE);
    Picture picture = input.picture();
    Degradation size =
        Degradation.of(spec.height(), spec.width(), picture.height(), picture.width());
    float[] enlarged = enlarge(picture.rgb(), size, context);
    return new Enlarged(
        enlarged,
        null,
        InputConsistency.exact(input, spec).enforce(enlarged, context.cancellation()));
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
