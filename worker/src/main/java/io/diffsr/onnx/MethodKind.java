package io.diffsr.onnx;

import io.diffsr.job.WireName;

/** What a folder with a method.json holds. */
enum MethodKind implements WireName {
  REGRESSION,
  LIIF,
  SR3
}
