package io.diffsr.job;

/** Where a running job stands; the phases follow each other in this order. */
public enum UpscalePhase implements WireName {
  FETCH,
  DECODE,
  FIELD,
  SAMPLE,
  ENCODE,
  STORE
}
