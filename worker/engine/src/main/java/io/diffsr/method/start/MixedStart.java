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
  @Override
  public float[] enlarge(float[] low, Degradation size, RunContext context) {
    float[] mixed = mean.enlarge(low, size, context);
    float[] other = textured.enlarge(low, size, context);
    Bands.overValues(
        mixed.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            mixed[i] = (float) (fidelity * mixed[i] + (1 - fidelity) * other[i]);
          }
        });
    return mixed;
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
