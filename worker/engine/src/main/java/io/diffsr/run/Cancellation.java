package io.diffsr.run;

import java.util.function.BooleanSupplier;

/**
 * Ends a run that is asked to stop.
 *
 * @param requested whether it is
 */
public record Cancellation(BooleanSupplier requested) {
  /**
   * To be called before anything that takes long.
   *
   * @throws CanceledException when the run is to stop
   */
  public void requireNone() {
    if (requested.getAsBoolean()) {
      throw new CanceledException();
    }
  }
}
