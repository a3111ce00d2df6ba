package io.diffsr.upscale;

import io.diffsr.method.MeanOfSamples;
import io.diffsr.method.UpscaleMethod;
import io.diffsr.method.liif.Liif;
import io.diffsr.method.regression.Regression;
import io.diffsr.method.sr3.Sr3;
import io.diffsr.model.LiifModel;
import io.diffsr.model.NetworkMethod;
import io.diffsr.model.RegressionModel;
import io.diffsr.model.Sr3Model;

/** Selects the method that a network is used by. */
final class MethodSelection {
  private MethodSelection() {}

  static UpscaleMethod of(NetworkMethod method) {
    if (method instanceof RegressionModel regression) {
      return new Regression(regression);
    }
    if (method instanceof LiifModel liif) {
      return new Liif(liif);
    }
    return new MeanOfSamples(new Sr3((Sr3Model) method));
  }
}
