package io.diffsr.method;

import io.diffsr.model.ModelException;
import io.diffsr.picture.Bands;

/** The answer of a network. */
public final class NetworkAnswer {
  private NetworkAnswer() {}

  /**
   * To be called before values are limited, which would turn infinities into black and white.
   *
   * @throws ModelException of kind {@code FAILED} where one is infinite or no number at all
   */
  public static void requireFinite(float[] values) {
    // A value that is infinite or no number makes the sum of its band so; no other can.
    double[] sums = new double[(values.length + Bands.VALUES - 1) / Bands.VALUES];
    Bands.overValues(
        values.length,
        (from, to) -> {
          double sum = 0;
          for (int i = from; i < to; i++) {
            sum += values[i];
          }
          sums[from / Bands.VALUES] = sum;
        });
    for (double sum : sums) {
      if (!Double.isFinite(sum)) {
        throw new ModelException(
            ModelException.Kind.FAILED, "the network answered with values that are not numbers");
      }
    }
  }
}
