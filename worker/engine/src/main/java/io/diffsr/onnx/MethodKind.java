package io.diffsr.onnx;

import io.diffsr.request.WireName;

/** What a folder with a method.json holds. */
enum MethodKind implements WireName {
  REGRESSION,
  LIIF,
  SR3,
  SIMULATED
}
