package io.diffsr.request;

/** What makes the result agree with the input after every network call. */
public enum Consistency implements WireName {
  /** As {@link #PROJECT}; for a JPEG file, the cells of its coefficients stand for its pixels. */
  AUTO,
  /** Range–null-space projection: x̂₀ ← x̂₀ − A⁺(A x̂₀ − y). */
  PROJECT,
  /** Nothing: the paper's plain Diff-SR, which starts from the bicubic enlargement. */
  NONE
}
