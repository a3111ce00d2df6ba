package io.diffsr.method.start;

import io.diffsr.picture.Bands;
import io.diffsr.resample.Degradation;
import io.diffsr.run.RunContext;

/**
 * f · mean + (1 − f) · textured: a walk along the trade-off of perception and distortion (Blau and
 * Michaeli, "The Perception-Distortion Tradeoff", CVPR 2018). Where both shrink to the input, every
 * mix of them does.
 *
 * @param fidelity f, between 0 and 1
 */
record MixedStart(Start mean, Start textured, double fidelity) implements Start {
  private static final int CHANNELS = 3;

  @Override
  public float[] enlarge(float[] low, Degradation size, RunContext context) {
    if (mean instanceof ResidualStart one && textured instanceof ResidualStart two) {
      // Both take from A⁺y: what they take adds up, and two canvases suffice.
      float[] enlarged = size.pseudoInverse(low, CHANNELS);
      float[] residual = new float[enlarged.length];
      one.addResidual(enlarged, fidelity, residual, size, context);
      two.addResidual(enlarged, 1 - fidelity, residual, size, context);
      return ResidualStart.less(enlarged, residual);
    }
    return mixed(mean.enlarge(low, size, context), textured.enlarge(low, size, context));
  }

  /** Written over the first. */
  private float[] mixed(float[] picture, float[] other) {
    Bands.overValues(
        picture.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            picture[i] = (float) (fidelity * picture[i] + (1 - fidelity) * other[i]);
          }
        });
    return picture;
  }

  @Override
  public int calls(Degradation size) {
    return mean.calls(size) + textured.calls(size);
  }

  @Override
  public String identity() {
    return "%s*%s+%s".formatted(fidelity, mean.identity(), textured.identity());
  }
}
