package io.diffsr.model;

import io.diffsr.request.WireName;

/** Who puts the features of a place and its eight neighbours together (LIIF's feat_unfold). */
public enum FeatureUnfolding implements WireName {
  /** The encoder has done so, or it is not done: the query takes the features of one place. */
  ENCODER,
  /** The query does: it takes the features of 3 × 3 places, zeros beyond the picture. */
  QUERY
}
