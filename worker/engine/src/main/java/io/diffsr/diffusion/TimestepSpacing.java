package io.diffsr.diffusion;

import io.diffsr.request.WireName;

/** How diffusers chooses few timesteps out of all (Lin et al., arXiv:2305.08891, table 2). */
public enum TimestepSpacing implements WireName {
  /** Multiples of ⌊T/n⌋ from 0 on, moved up by steps_offset. */
  LEADING,
  /** Evenly from 0 to T−1, both included. */
  LINSPACE,
  /** Evenly down from T−1; the last is a whole stride above the end. */
  TRAILING
}
