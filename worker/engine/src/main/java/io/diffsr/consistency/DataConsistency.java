package io.diffsr.consistency;

import io.diffsr.picture.Bands;
import io.diffsr.resample.Degradation;
import io.diffsr.run.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a canvas consistent with the input: the range–null-space projection of DDNM (Wang et al.,
 * 2022) under the exact degradation A.
 */
public final class DataConsistency {
  private static final int CHANNELS = 3;
  private static final int MOST_ROUNDS = 60;
  private static final float[] NOTHING = {};

  private final Degradation degradation;
  private final InputSet input;
  private final float @Nullable [] opacity;

  /**
   * @param degradation A
   * @param input the small pictures that results may shrink to
   * @param opacity of the result, H × W in 0..1, where the input is multiplied by its own; null
   *     where both are opaque
   */
  public DataConsistency(Degradation degradation, InputSet input, float @Nullable [] opacity) {
    this.degradation = degradation;
    this.input = input;
    this.opacity = opacity;
  }

  /** x ← x − A⁺(A x − y), in place, y the picture of the input's set that is nearest to A x. */
  void project(float[] canvas) {
    degradation.project(canvas, input.nearest(low(canvas)), CHANNELS, 1);
  }

  /** A x; nothing where there is but one y to be nearest. */
  private float[] low(float[] canvas) {
    return input instanceof InputPixels ? NOTHING : degradation.degrade(canvas, CHANNELS);
  }

  /**
   * What x̂₀ is after a network call: projected where y is clean; else weighed against y's noise.
   * The weight is the variance of the noise over that of x₀ given x_t, for which 1 − ᾱ stands, as
   * for pixels of unit variance (Song et al., "Pseudoinverse-Guided Diffusion Models for Inverse
   * Problems", 2023, section 3.2).
   *
   * @param noiseSigma of y, pixels in 0..1
   * @param alphaCumprod ᾱ at the timestep of the call
   */
  void apply(float[] originalSample, double noiseSigma, double alphaCumprod) {
    agree(originalSample, noiseSigma, 1 - alphaCumprod);
  }

  /**
   * The same of a picture whose expected squared error is known.
   *
   * @param variance of x₀ around the picture
   */
  void agree(float[] picture, double noiseSigma, double variance) {
    if (noiseSigma == 0 || variance == 0) {
      project(picture);
      return;
    }
    double sigma = 2 * noiseSigma; // Samples are in [-1, 1].
    degradation.proximalStep(
        picture, input.nearest(low(picture)), CHANNELS, sigma * sigma / variance);
  }

  /**
   * Brings a canvas into [-1, 1] while A x stays near y, by projecting on both in turn. A file
   * cannot hold what lies outside, nor light that its opacity does not let through, and plain
   * clipping would make it inconsistent again. Each round starts from where the last two point to
   * (Beck and Teboulle's FISTA, 2009): without that, edges between black and white take hundreds of
   * rounds. An input that no picture in the range shrinks to, such as single black and white pixels
   * side by side, is met as nearly as the range allows.
   *
   * @param cancellation ends it between two rounds
   */
  public void enforce(float[] canvas, Cancellation cancellation) {
    clip(canvas);
    if (withinTolerance(canvas)) {
      return;
    }
    float[] ahead = canvas.clone();
    double momentum = 1;
    for (int round = 0; round < MOST_ROUNDS && !withinTolerance(canvas); round++) {
      cancellation.requireNone();
      project(ahead);
      clip(ahead);
      double next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      float share = (float) ((momentum - 1) / next);
      Bands.overValues(
          canvas.length,
          (from, to) -> {
            for (int i = from; i < to; i++) {
              float reached = ahead[i];
              ahead[i] = reached + share * (reached - canvas[i]);
              canvas[i] = reached;
            }
          });
      momentum = next;
    }
  }

  private boolean withinTolerance(float[] canvas) {
    return input.holds(degradation.degrade(canvas, CHANNELS));
  }

  private void clip(float[] canvas) {
    Bands.overValues(
        canvas.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            float white = opacity == null ? 1 : 2 * opacity[i % opacity.length] - 1;
            canvas[i] = Math.min(Math.max(canvas[i], -1), white);
          }
        });
  }
}
