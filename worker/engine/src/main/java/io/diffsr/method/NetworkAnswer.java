package io.diffsr.method;

import io.diffsr.model.ModelException;

/** The answer of a network. */
public final class NetworkAnswer {
  private NetworkAnswer() {}

  /**
   * To be called before values are limited, which would turn infinities into black and white.
   *
   * @throws ModelException of kind {@code FAILED} where one is infinite or no number at all
   */
  public static void requireFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new ModelException(
            ModelException.Kind.FAILED, "the network answered with values that are not numbers");
      }
    }
  }
}
