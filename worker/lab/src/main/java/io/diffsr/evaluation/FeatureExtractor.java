package io.diffsr.evaluation;

import io.diffsr.picture.Picture;

/** Describes pictures by vectors that are to be close where pictures look alike. */
@FunctionalInterface
public interface FeatureExtractor {
  /** The features of a picture of any size. */
  double[] features(Picture picture);
}
