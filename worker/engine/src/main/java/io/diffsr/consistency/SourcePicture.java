package io.diffsr.consistency;

import io.diffsr.picture.Orientation;
import io.diffsr.picture.Picture;
import io.diffsr.picture.jpeg.JpegCoefficients;
import org.jspecify.annotations.Nullable;

/**
 * The input of a run.
 *
 * @param picture opaque, or multiplied by its opacity
 * @param coefficients of the JPEG file that it was decoded from; null where results are to be
 *     consistent with its pixels
 * @param orientation how the pixels of that file lie with respect to the upright picture
 */
public record SourcePicture(
    Picture picture, @Nullable JpegCoefficients coefficients, Orientation orientation) {
  /** A picture known by its pixels. */
  public static SourcePicture of(Picture picture) {
    return new SourcePicture(picture, null, Orientation.UPRIGHT);
  }

  /** The small pictures that results may shrink to. */
  InputSet set() {
    return coefficients == null
        ? new InputPixels(picture.rgb())
        : new JpegCells(coefficients, orientation);
  }
}
