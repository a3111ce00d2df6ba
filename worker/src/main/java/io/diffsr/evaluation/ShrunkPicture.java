package io.diffsr.evaluation;

import io.diffsr.image.Degradation;
import io.diffsr.image.Picture;
import io.diffsr.image.PictureEncoder;
import io.diffsr.job.OutputFormat;
import io.diffsr.metrics.StructuralSimilarity;

/**
 * A sharp picture and what A makes of it, rounded to the 8 bits of a file.
 *
 * @param original x
 * @param low y, each side round(side/scale)
 * @param degradation A
 * @param border pixels left out along each edge when x is compared, ⌈scale⌉
 */
record ShrunkPicture(Picture original, Picture low, Degradation degradation, int border) {
  private static final int CHANNELS = 3;

  /**
   * Shrinks a picture.
   *
   * @throws EvaluationException where too little of it would be left to compare
   */
  static ShrunkPicture of(String name, Picture original, double scale) {
    int height = original.height();
    int width = original.width();
    int border = (int) Math.ceil(scale);
    if (Math.min(height, width) < 2 * border + StructuralSimilarity.WINDOW) {
      throw new EvaluationException(
          "%s: %d × %d is too small to be compared at a scale of %s"
              .formatted(name, width, height, scale));
    }
    int lowHeight = (int) Math.round(height / scale);
    int lowWidth = (int) Math.round(width / scale);
    Degradation degradation = Degradation.of(height, width, lowHeight, lowWidth);
    Picture low =
        Picture.of(lowWidth, lowHeight, CHANNELS, degradation.degrade(original.rgb(), CHANNELS))
            .quantised();
    return new ShrunkPicture(original, low, degradation, border);
  }

  /** y as a PNG file. */
  byte[] file() {
    return PictureEncoder.encode(low, OutputFormat.PNG, 100);
  }
}
