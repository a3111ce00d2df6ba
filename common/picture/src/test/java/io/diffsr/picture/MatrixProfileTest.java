package io.diffsr.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** Read by the colour management of the Java runtime. */
class MatrixProfileTest {
  private static final double[] SRGB = {0.3127, 0.329, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06};

  private static float[] toSrgb(byte[] profile, float... sample) {
    return new ICC_ColorSpace(ICC_Profile.getInstance(profile)).toRGB(sample);
  }

  private static double srgbOfLight(double light) {
    return light <= 0.0031308 ? 12.92 * light : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
  }

  @Test
  void lightIsThePowerOfTheSample() {
    byte[] profile = MatrixProfile.colour(1, SRGB).orElseThrow();
    float[] shown = toSrgb(profile, 0.5f, 0.2f, 0.8f);
    assertEquals(srgbOfLight(0.5), shown[0], 0.004);
    assertEquals(srgbOfLight(0.2), shown[1], 0.004);
    assertEquals(srgbOfLight(0.8), shown[2], 0.004);
  }

  @Test
  void whiteIsWhiteWhateverTheFilesWhite() {
    double[] yellowish = SRGB.clone();
    yellowish[0] = 0.3457;
    yellowish[1] = 0.3585;
    float[] shown = toSrgb(MatrixProfile.colour(1.8, yellowish).orElseThrow(), 1, 1, 1);
    for (float channel : shown) {
      assertEquals(1, channel, 0.004);
    }
  }

  @Test
  void greyFollowsTheCurve() {
    float[] shown = toSrgb(MatrixProfile.grey(3), 0.5f);
    assertEquals(srgbOfLight(0.125), shown[0], 0.006);
  }

  @Test
  void aProfileForGreyBecomesOneForEqualColours() {
    byte[] colour = MatrixProfile.ofGrey(MatrixProfile.grey(3)).orElseThrow();
    float[] shown = toSrgb(colour, 0.5f, 0.5f, 0.5f);
    for (float channel : shown) {
      assertEquals(srgbOfLight(0.125), channel, 0.006);
    }
    byte[] cut = java.util.Arrays.copyOf(MatrixProfile.grey(3), 150);
    assertTrue(MatrixProfile.ofGrey(cut).isEmpty());
    assertTrue(MatrixProfile.ofGrey(new byte[200]).isEmpty());
  }

  @Test
  void primariesThatSpanNoColoursMakeNoProfile() {
    double[] line = {0.3127, 0.329, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3};
    assertTrue(MatrixProfile.colour(2.2, line).isEmpty());
    assertTrue(MatrixProfile.colour(2.2, new double[8]).isEmpty());
  }

  /** Samples that are light; browsers show them brighter than if they were sRGB. */
  @Test
  void aGammaOfOneIsKeptAsAProfile() throws IOException {
    PictureLimits limits = new PictureLimits(1 << 20, 1 << 20, 1 << 20);
    try (InputStream stream =
        MatrixProfileTest.class.getResourceAsStream("/cases/i7_gama1.0.png")) {
      byte[] profile = PictureDecoder.decode(stream.readAllBytes(), limits).iccProfile();
      assertEquals(srgbOfLight(0.5), toSrgb(profile, 0.5f, 0.5f, 0.5f)[1], 0.004);
    }
    try (InputStream stream =
        MatrixProfileTest.class.getResourceAsStream("/cases/i7_cicp_pq.png")) {
      assertNull(PictureDecoder.decode(stream.readAllBytes(), limits).iccProfile());
    }
  }
}
