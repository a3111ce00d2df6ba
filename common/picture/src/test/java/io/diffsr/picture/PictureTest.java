package io.diffsr.picture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {

  @Test
  void premultiplyingWeighsLightByOpacityAndCanBeUndone() {
    float[] colour = {1, 1, -0.5f, 0.2f};
    float[] alpha = {1, 0.5f, 0.25f, 0};
    Picture picture = new Picture(4, 1, 1, colour, alpha, 8, null);
    Picture weighted = picture.premultiplied();
    assertArrayEquals(new float[] {1, 0, -0.875f, -1}, weighted.colour(), 1e-6f);
    assertArrayEquals(new float[] {1, 1, -0.5f, -1}, weighted.unpremultiplied().colour(), 1e-6f);
  }

  @Test
  void anOpaquePictureIsItsOwnPremultiple() {
    Picture picture = Picture.of(1, 1, 1, new float[] {0.3f});
    assertSame(picture, picture.premultiplied());
    assertSame(picture, picture.unpremultiplied());
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16})
  void quantisingRoundsToTheNearestLevelAndClips(int bitDepth) {
    double maximum = Math.pow(2, bitDepth) - 1;
    float[] colour = {-3, -1, 0.1234f, 1, 3};
    Picture picture = new Picture(5, 1, 1, colour, null, bitDepth, null).quantised();
    assertArrayEquals(new float[] {-1, -1}, new float[] {picture.colour()[0], picture.colour()[1]});
    assertEquals(0.1234, picture.colour()[2], 1 / maximum);
    assertEquals(1, picture.colour()[3]);
    assertEquals(1, picture.colour()[4]);
    double level = (picture.colour()[2] + 1) / 2 * maximum;
    assertEquals(Math.rint(level), level, 0.01);
    assertArrayEquals(picture.colour(), picture.quantised().colour());
  }

  @Test
  void greyStaysGreyThroughAnEnlargement() {
    byte[] profile = {1, 2, 3};
    Picture grey = new Picture(1, 1, 1, new float[] {0.5f}, null, 16, profile);
    assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f}, grey.rgb());
    Picture larger = grey.enlarged(2, 1, new float[] {0, 0.3f, 0.3f, 0.3f, 0.6f, 0.3f}, null);
    assertEquals(1, larger.channels());
    assertArrayEquals(new float[] {0.3f, 0.3f}, larger.colour(), 1e-6f);
    assertEquals(16, larger.bitDepth());
    assertSame(profile, larger.iccProfile());
  }

  @Test
  void partsThatDoNotFitTogetherAreRefused() {
    float[] four = new float[4];
    assertThrows(IllegalArgumentException.class, () -> Picture.of(0, 4, 1, four));
    assertThrows(IllegalArgumentException.class, () -> Picture.of(2, 2, 2, new float[8]));
    assertThrows(IllegalArgumentException.class, () -> Picture.of(2, 2, 3, four));
    assertThrows(IllegalArgumentException.class, () -> new Picture(2, 2, 1, four, null, 12, null));
    assertThrows(
        IllegalArgumentException.class, () -> new Picture(2, 2, 1, four, new float[3], 8, null));
    assertThrows(
        IllegalArgumentException.class,
        () -> Picture.of(2, 2, 1, four).enlarged(2, 2, new float[12], four));
  }
}
