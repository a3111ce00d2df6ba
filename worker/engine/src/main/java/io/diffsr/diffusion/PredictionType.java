package io.diffsr.diffusion;

import io.diffsr.request.WireName;

/** What the network's output means; wire names as in diffusers. */
public enum PredictionType implements WireName {
  /** The noise ε. */
  EPSILON,
  /** The clean picture x₀. */
  SAMPLE,
  /** v = √ᾱ ε − √(1−ᾱ) x₀ (Salimans and Ho, arXiv:2202.00512). */
  V_PREDICTION
}
