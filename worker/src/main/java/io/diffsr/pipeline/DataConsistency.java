package io.diffsr.pipeline;

import io.diffsr.image.Degradation;

/**
 * Keeps a canvas faithful to the input: the range–null-space projection of DDNM (Wang et al., 2022)
 * under the exact degradation A.
 */
final class DataConsistency {
  private static final int CHANNELS = 3;
  private static final int MOST_ROUNDS = 20;

  /**
   * In samples of [-1, 1]: half an 8-bit level, so that rounding to levels has room to add its own.
   */
  private static final double SETTLED = 0.5 / 127.5;

  private final Degradation degradation;
  private final float[] input;

  /**
   * @param degradation A
   * @param input y, 3 × h × w
   */
  DataConsistency(Degradation degradation, float[] input) {
    this.degradation = degradation;
    this.input = input;
  }

  /** x ← x − A⁺(A x − y), in place. */
  void project(float[] canvas) {
    degradation.project(canvas, input, CHANNELS, 1);
  }

  /**
   * Brings a canvas into [-1, 1] while A x stays near y, by projecting on both in turn. A file
   * cannot hold what lies outside, and plain clipping would break the promise.
   */
  void settle(float[] canvas) {
    clip(canvas);
    for (int round = 0; round < MOST_ROUNDS; round++) {
      if (degradation.largestDeviation(canvas, input, CHANNELS) <= SETTLED) {
        return;
      }
      project(canvas);
      clip(canvas);
    }
  }

  private static void clip(float[] canvas) {
    for (int i = 0; i < canvas.length; i++) {
      canvas[i] = Math.min(Math.max(canvas[i], -1), 1);
    }
  }
}
