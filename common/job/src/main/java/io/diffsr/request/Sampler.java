package io.diffsr.request;

/** The reverse process that turns the noised picture into the result. */
public enum Sampler implements WireName {
  /** DPM-Solver++(2M) with timesteps uniform in λ (Lu et al., arXiv:2211.01095). */
  DPMPP_2M,
  /** DDIM(η) (Song et al., arXiv:2010.02502). */
  DDIM,
  /** Ancestral DDPM (Ho et al., arXiv:2006.11239). */
  DDPM
}
