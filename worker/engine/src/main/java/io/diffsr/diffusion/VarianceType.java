package io.diffsr.diffusion;

import io.diffsr.request.WireName;

/** Variance of a DDPM step; wire names as in diffusers. */
public enum VarianceType implements WireName {
  /** β̃, the variance of the forward process' posterior. */
  FIXED_SMALL,
  /** β̃ computed by way of its logarithm. */
  FIXED_SMALL_LOG,
  /** β. */
  FIXED_LARGE,
  /** β computed by way of its logarithm. */
  FIXED_LARGE_LOG,
  /** The network predicts the variance itself. */
  LEARNED,
  /** The network predicts where between log β̃ (-1) and log β (+1) the log variance is. */
  LEARNED_RANGE;

  /** True where the network has six output channels, the last three for the variance. */
  public boolean learned() {
    return this == LEARNED || this == LEARNED_RANGE;
  }
}
