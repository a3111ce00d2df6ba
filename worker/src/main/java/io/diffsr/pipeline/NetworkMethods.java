package io.diffsr.pipeline;

import io.diffsr.network.LiifModel;
import io.diffsr.network.NetworkMethod;
import io.diffsr.network.RegressionModel;
import io.diffsr.network.Sr3Model;

/** Turns a network that is a method into the way it is used. */
final class NetworkMethods {
  private NetworkMethods() {}

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
