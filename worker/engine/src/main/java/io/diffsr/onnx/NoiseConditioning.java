package io.diffsr.onnx;

import io.diffsr.request.WireName;

/** How the network of an sr3 folder gets the noise level of its sample. */
enum NoiseConditioning implements WireName {
  /** By t, an array index in 0..T-1. */
  TIMESTEP,
  /** By √ᾱ_t. */
  NOISE_LEVEL
}
