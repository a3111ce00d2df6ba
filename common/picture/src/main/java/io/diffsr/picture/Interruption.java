package io.diffsr.picture;

/** Ends work that takes long. */
@FunctionalInterface
public interface Interruption {
  /** Never ends anything. */
  Interruption NONE = () -> {};

  /**
   * Called now and then, also by several threads; an exception of the kind it throws ends the work.
   */
  void check();
}
