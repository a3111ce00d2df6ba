package io.diffsr.evaluation;

/** Who watches an evaluation. */
@FunctionalInterface
public interface EvaluationObserver {
  /**
   * Called after every restored picture.
   *
   * @param what the part of the evaluation, for example {@code table} or {@code figure 6}
   * @param done in 1..all
   */
  void restored(String what, int done, int all);
}
