package io.diffsr.picture.jpeg;

import java.util.List;
import java.util.Optional;

/**
 * What a JPEG file says: not pixels, but in which cell of its quantiser each DCT coefficient lay.
 * Samples of a component are 0..255 less 128; the DCT of 8 × 8 of them is orthonormal.
 *
 * @param width as stored
 * @param height as stored
 * @param planes luma, or luma and two colour differences of JFIF
 */
public record JpegCoefficients(int width, int height, List<JpegPlane> planes) {
  public JpegCoefficients {
    planes = List.copyOf(planes);
  }

  /** Sampling factor that the others are a share of. */
  public int mostHorizontal() {
    return planes.stream().mapToInt(JpegPlane::horizontal).max().orElse(1);
  }

  /** Sampling factor that the others are a share of. */
  public int mostVertical() {
    return planes.stream().mapToInt(JpegPlane::vertical).max().orElse(1);
  }

  /**
   * The coefficients of a baseline or progressive file in greyscale or YCbCr whose sampling factors
   * divide each other; empty for all others and where the data are damaged.
   *
   * @param file whose structure has been verified
   */
  public static Optional<JpegCoefficients> of(byte[] file) {
    try {
      return JpegCoefficientReader.read(file);
    } catch (DamagedScanException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
