package io.diffsr.picture;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes ICC profiles of a power curve and, for colour, three primaries (ICC.1:2001, version 2).
 */
public final class MatrixProfile {
  private static final int HEADER_BYTES = 128;
  private static final int VERSION = 0x02400000;
  private static final int FIXED_ONE = 1 << 16;
  private static final double CURVE_ONE = 256;
  private static final int TAG_BYTES = 12;
  private static final int MOST_TAGS = 100;
  private static final int CONNECTION_SPACE = 20;
  private static final int XYZ_SPACE = 0x58595A20; // XYZ
  private static final int GREY_CURVE = 0x6B545243; // kTRC

  private static final double[] SRGB = {0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06};

  private static final double[] D50 = {0.9642, 1, 0.8249};

  /** Cone responses to XYZ by Bradford (ICC.1:2022, annex E.3). */
  private static final double[][] BRADFORD = {
    {0.8951, 0.2664, -0.1614}, {-0.7502, 1.7135, 0.0367}, {0.0389, -0.0685, 1.0296}
  };

  private MatrixProfile() {}

  /** White, red, green and blue of sRGB, each as x and y. */
  public static double[] srgbPoints() {
    return SRGB.clone();
  }

  /**
   * A profile for greyscale.
   *
   * @param exponent to which a sample in 0..1 is raised to get light, 1/256 to 255
   */
  public static byte[] grey(double exponent) {
    Map<String, byte[]> tags = common();
    tags.put("kTRC", curve(exponent));
    return profile("GRAY", tags);
  }

  /**
   * A profile for red, green and blue.
   *
   * @param exponent as for {@link #grey}
   * @param points x and y of white, red, green and blue (CIE 1931)
   * @return empty where the points span no colours
   */
  public static Optional<byte[]> colour(double exponent, double[] points) {
    return colour(curve(exponent), points);
  }

  private static Optional<byte[]> colour(byte[] curve, double[] points) {
    double[][] primaries = new double[3][3];
    for (int channel = 0; channel < 3; channel++) {
      double[] primary = light(points[2 + 2 * channel], points[3 + 2 * channel]);
      for (int row = 0; row < 3; row++) {
        primaries[row][channel] = primary[row];
      }
    }
    double[] white = light(points[0], points[1]);
    double[][] inverse = inverse(primaries);
    double[] shares = times(inverse, white);
    double[][] adaptation = adaptation(white);
    Map<String, byte[]> tags = common();
    for (int channel = 0; channel < 3; channel++) {
      double[] scaled = new double[3];
      for (int row = 0; row < 3; row++) {
        scaled[row] = primaries[row][channel] * shares[channel];
      }
      double[] adapted = times(adaptation, scaled);
      for (double value : adapted) {
        if (!(Math.abs(value) < 2)) {
          return Optional.empty();
        }
      }
      tags.put("rgb".charAt(channel) + "XYZ", xyz(adapted));
    }
    for (String channel : new String[] {"r", "g", "b"}) {
      tags.put(channel + "TRC", curve);
    }
    return Optional.of(profile("RGB ", tags));
  }

  /**
   * A profile for red, green and blue that are equal, in which they show what a profile for
   * greyscale says of one sample: formats without greyscale need it.
   *
   * @param grey the profile for greyscale
   * @return empty where it has no curve that can be taken over
   */
  public static Optional<byte[]> ofGrey(byte[] grey) {
    ByteBuffer file = ByteBuffer.wrap(grey);
    // In Lab the curve is one of lightness.
    if (grey.length < HEADER_BYTES + Integer.BYTES || file.getInt(CONNECTION_SPACE) != XYZ_SPACE) {
      return Optional.empty();
    }
    int count = Math.min(file.getInt(HEADER_BYTES), MOST_TAGS);
    for (int tag = 0; tag < count; tag++) {
      int entry = HEADER_BYTES + Integer.BYTES + tag * TAG_BYTES;
      if (entry + TAG_BYTES > grey.length) {
        return Optional.empty();
      }
      long offset = Integer.toUnsignedLong(file.getInt(entry + 4));
      long size = Integer.toUnsignedLong(file.getInt(entry + 8));
      if (file.getInt(entry) == GREY_CURVE && size >= 8 && offset + size <= grey.length) {
        byte[] curve = Arrays.copyOfRange(grey, (int) offset, (int) (offset + size));
        return colour(curve, SRGB);
      }
    }
    return Optional.empty();
  }

  /** Tristimulus values of a chromaticity, of luminance 1. */
  private static double[] light(double x, double y) {
    return new double[] {x / y, 1, (1 - x - y) / y};
  }

  /** From a white to the profile connection space's. */
  private static double[][] adaptation(double[] white) {
    double[] from = times(BRADFORD, white);
    double[] to = times(BRADFORD, D50);
    double[][] scaled = new double[3][3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        scaled[row][column] = BRADFORD[row][column] * to[row] / from[row];
      }
    }
    double[][] inverse = inverse(BRADFORD);
    double[][] product = new double[3][3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        for (int i = 0; i < 3; i++) {
          product[row][column] += inverse[row][i] * scaled[i][column];
        }
      }
    }
    return product;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[3];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        product[row] += matrix[row][column] * vector[column];
      }
    }
    return product;
  }

  private static double[][] inverse(double[][] m) {
    double[][] inverse = new double[3][3];
    double determinant = 0;
    for (int i = 0; i < 3; i++) {
      determinant += m[0][i] * cofactor(m, 0, i);
    }
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        inverse[row][column] = cofactor(m, column, row) / determinant;
      }
    }
    return inverse;
  }

  /** Of a 3 × 3 matrix; cyclic indices bring the sign along. */
  private static double cofactor(double[][] m, int row, int column) {
    return m[(row + 1) % 3][(column + 1) % 3] * m[(row + 2) % 3][(column + 2) % 3]
        - m[(row + 1) % 3][(column + 2) % 3] * m[(row + 2) % 3][(column + 1) % 3];
  }

  private static Map<String, byte[]> common() {
    Map<String, byte[]> tags = new LinkedHashMap<>();
    String name = "Gamma and primaries of a picture";
    ByteBuffer description = ByteBuffer.allocate(12 + name.length() + 1 + 78);
    description.put("desc".getBytes(US_ASCII)).putInt(0).putInt(name.length() + 1);
    description.put(name.getBytes(US_ASCII));
    tags.put("desc", description.array());
    tags.put("cprt", "text\0\0\0\0No copyright\0".getBytes(US_ASCII));
    tags.put("wtpt", xyz(D50));
    return tags;
  }

  private static byte[] xyz(double[] values) {
    ByteBuffer tag = ByteBuffer.allocate(20).put("XYZ ".getBytes(US_ASCII)).putInt(0);
    for (double value : values) {
      tag.putInt((int) Math.round(value * FIXED_ONE));
    }
    return tag.array();
  }

  private static byte[] curve(double exponent) {
    return ByteBuffer.allocate(14)
        .put("curv".getBytes(US_ASCII))
        .putInt(0)
        .putInt(1)
        .putShort((short) Math.round(exponent * CURVE_ONE))
        .array();
  }

  private static byte[] profile(String space, Map<String, byte[]> tags) {
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    ByteBuffer table = ByteBuffer.allocate(Integer.BYTES + 12 * tags.size());
    table.putInt(tags.size());
    int start = HEADER_BYTES + table.capacity();
    tags.forEach(
        (name, tag) -> {
          table.put(name.getBytes(US_ASCII)).putInt(start + contents.size()).putInt(tag.length);
          contents.writeBytes(tag);
          while (contents.size() % Integer.BYTES != 0) {
            contents.write(0);
          }
        });
    ByteBuffer profile = ByteBuffer.allocate(start + contents.size());
    profile.putInt(profile.capacity()).putInt(0).putInt(VERSION);
    profile.put(("mntr" + space + "XYZ ").getBytes(US_ASCII));
    // A date that is always the same, as are the bytes.
    for (int part : new int[] {2000, 1, 1, 0, 0, 0}) {
      profile.putShort((short) part);
    }
    profile.put("acsp".getBytes(US_ASCII)).position(68);
    for (double value : D50) {
      profile.putInt((int) Math.round(value * FIXED_ONE));
    }
    profile.position(HEADER_BYTES);
    return profile.put(table.array()).put(contents.toByteArray()).array();
  }
}
