package io.diffsr.cli;

import io.diffsr.evaluation.FeatureExtractor;
import io.diffsr.onnx.FeatureNetwork;
import io.diffsr.picture.Picture;
import io.diffsr.resample.Resampler;
import io.diffsr.resample.ResamplingKernel;

/**
 * Brings pictures to the size that a feature network takes, by the bicubic filter, and to 0..1.
 *
 * @param network to be asked
 */
record ResizedFeatures(FeatureNetwork network) implements FeatureExtractor {
  @Override
  public double[] features(Picture picture) {
    int edge = network.edge();
    float[] resized =
        Resampler.of(ResamplingKernel.BICUBIC, picture.height(), picture.width(), edge, edge)
            .apply(picture.rgb(), 3);
    for (int i = 0; i < resized.length; i++) {
      resized[i] = Math.min(Math.max((resized[i] + 1) / 2, 0), 1);
    }
    return network.features(resized);
  }
}
