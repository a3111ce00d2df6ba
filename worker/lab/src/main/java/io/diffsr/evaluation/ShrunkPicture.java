package io.diffsr.evaluation;

import io.diffsr.metrics.StructuralSimilarity;
import io.diffsr.noise.NoiseField;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.jpeg.JpegEncoder;
import io.diffsr.resample.Degradation;
import org.jspecify.annotations.Nullable;

/**
 * A sharp picture and what A makes of it, rounded to the 8 bits of a file.
 *
 * @param original x
 * @param low y, each side round(side/scale)
 * @param degradation A
 * @param jpegQuality of y's file; null for a lossless one
 * @param border pixels left out along each edge when x is compared, ⌈scale⌉
 */
record ShrunkPicture(
    Picture original,
    Picture low,
    Degradation degradation,
    @Nullable Integer jpegQuality,
    int border) {
  private static final int CHANNELS = 3;

  /** Of the range [-1, 1] to that of pixels, [0, 1]. */
  private static final double UNITS_PER_PIXEL = 2;

  /**
   * Shrinks a picture, and adds its noise: a function of the picture's name and the place alone.
   *
   * @param original what the picture's source reads
   * @throws EvaluationException where too little of it would be left to compare
   */
  static ShrunkPicture of(TestPicture picture, Picture original, double scale) {
    int height = original.height();
    int width = original.width();
    int border = (int) Math.ceil(scale);
    if (Math.min(height, width) < 2 * border + StructuralSimilarity.WINDOW) {
      throw new EvaluationException(
          "%s: %d × %d is too small to be compared at a scale of %s"
              .formatted(picture.name(), width, height, scale));
    }
    int lowHeight = (int) Math.round(height / scale);
    int lowWidth = (int) Math.round(width / scale);
    Degradation degradation = Degradation.of(height, width, lowHeight, lowWidth);
    float[] shrunk = degradation.degrade(original.rgb(), CHANNELS);
    if (picture.inputNoise() > 0) {
      addNoise(shrunk, lowHeight, lowWidth, picture);
    }
    Picture low = Picture.of(lowWidth, lowHeight, CHANNELS, shrunk).quantised();
    return new ShrunkPicture(original, low, degradation, picture.jpegQuality(), border);
  }

  private static void addNoise(float[] shrunk, int height, int width, TestPicture picture) {
    float[] z = new float[shrunk.length];
    new NoiseField(picture.name().hashCode()).fill(0, CHANNELS, height, width, z);
    for (int i = 0; i < z.length; i++) {
      shrunk[i] += (float) (UNITS_PER_PIXEL * picture.inputNoise() * z[i]);
    }
  }

  /** y as a file, PNG or JPEG. */
  byte[] file() {
    return jpegQuality == null
        ? PictureEncoder.encode(low, PictureFormat.PNG, 100)
        : JpegEncoder.encode(low, jpegQuality, true);
  }
}
