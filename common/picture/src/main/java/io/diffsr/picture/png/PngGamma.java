package io.diffsr.picture.png;

import io.diffsr.picture.MatrixProfile;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What PNG's chunks {@code gAMA} and {@code cHRM} say of the pixels' colour (section 11.3.2). */
final class PngGamma {
  private static final double UNIT = 100_000;
  private static final double SMALLEST = 0.1;
  private static final double LARGEST = 10;

  /** Differences from sRGB below these are not seen; libpng draws the same line for gamma. */
  private static final double SAME_GAMMA = 0.05;

  private static final double SAME_PRIMARY = 0.01;
  private static final double SRGB_GAMMA = 2.2;

  private static final double[] SRGB = MatrixProfile.srgbPoints();

  private PngGamma() {}

  /**
   * A profile that says the same.
   *
   * @return null for what is sRGB but for rounding, and for numbers that make no sense
   */
  static byte @Nullable [] profile(byte[] gamma, byte @Nullable [] primaries, int channels) {
    double exponent = UNIT / Integer.toUnsignedLong(ByteBuffer.wrap(gamma).getInt());
    double[] points = primaries == null ? SRGB : points(primaries);
    boolean same = Math.abs(exponent / SRGB_GAMMA - 1) < SAME_GAMMA;
    for (int i = 0; i < points.length && channels == 3; i++) {
      same &= Math.abs(points[i] - SRGB[i]) < SAME_PRIMARY;
    }
    if (same || !(exponent >= SMALLEST && exponent <= LARGEST)) {
      return null;
    }
    return channels == 1
        ? MatrixProfile.grey(exponent)
        : MatrixProfile.colour(exponent, points).orElse(null);
  }

  private static double[] points(byte[] content) {
    ByteBuffer numbers = ByteBuffer.wrap(content);
    double[] points = new double[SRGB.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = Integer.toUnsignedLong(numbers.getInt()) / UNIT;
    }
    return points;
  }
}
