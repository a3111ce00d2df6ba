package io.diffsr.cli;

import io.diffsr.evaluation.FeatureExtractor;
import io.diffsr.image.Picture;
import io.diffsr.image.Resampler;
import io.diffsr.image.ResamplingKernel;
import io.diffsr.onnx.FeatureNetwork;

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
