package io.diffsr.diffusion;

import io.diffsr.request.WireName;

/** How the noise grows over the timesteps; wire names as in diffusers. */
public enum BetaSchedule implements WireName {
  /** β evenly spaced from start to end (Ho et al., arXiv:2006.11239). */
  LINEAR,
  /** √β evenly spaced; the "linear quadratic" schedule of the Diff-SR paper. */
  SCALED_LINEAR,
  /** ᾱ follows a squared cosine (Nichol and Dhariwal, arXiv:2102.09672); β at most 0.999. */
  SQUAREDCOS_CAP_V2,
  /** β follows a logistic curve from start to end. */
  SIGMOID,
  /** ᾱ follows the cosine itself, as in Figure 7 of the Diff-SR paper; β at most 0.999. */
  COSINE
}
