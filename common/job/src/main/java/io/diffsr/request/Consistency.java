package io.diffsr.request;

/** What keeps the result faithful to the input after every network call. */
public enum Consistency implements WireName {
  /** Range–null-space projection: x̂₀ ← x̂₀ − A⁺(A x̂₀ − y). */
  PROJECT,
  /** Nothing: the paper's plain Diff-SR, which starts from the bicubic enlargement. */
  NONE
}
