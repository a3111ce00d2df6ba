package io.diffsr.onnx;

import io.diffsr.request.WireName;

/** In which order the network of an sr3 folder takes the enlarged input and the sample. */
enum ConditionOrder implements WireName {
  CONDITION_FIRST,
  SAMPLE_FIRST
}
