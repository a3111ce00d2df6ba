package io.diffsr.onnx;

import io.diffsr.request.WireName;

/** How the network of an sr3 folder is told how noisy its sample is. */
enum NoiseConditioning implements WireName {
  /** By t, an array index in 0..T-1. */
  TIMESTEP,
  /** By √ᾱ_t. */
  NOISE_LEVEL
}
