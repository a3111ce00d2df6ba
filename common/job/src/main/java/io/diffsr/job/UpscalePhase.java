package io.diffsr.job;

import io.diffsr.request.WireName;

/** Where a running job stands; the phases follow each other in this order. */
public enum UpscalePhase implements WireName {
  FETCH,
  DECODE,
  FIELD,
  SAMPLE,
  ENCODE,
  STORE
}
