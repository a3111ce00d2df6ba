package io.diffsr.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeakSignalToNoiseTest {
  @Test
  void equalPicturesAreInfinitelyClose() {
    List<Plane> noise = noise(1, 0);
    assertEquals(Double.POSITIVE_INFINITY, PeakSignalToNoise.decibels(noise, noise));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.25, 1, 5, 15})
  void aConstantOffsetIsItsShareOfThePeak(double offset) {
    assertEquals(
        20 * Math.log10(255 / offset),
        PeakSignalToNoise.decibels(noise(1, 0), noise(1, offset)),
        1e-9);
  }

  /** 15² = 225 fits into 8 bits, 16² = 256 becomes 0, and unrelated pictures end near 28 dB. */
  @Test
  void eightBitsWrapAround() {
    List<Plane> grey = flat(100);
    assertEquals(
        20 * Math.log10(255 / 15.0), PeakSignalToNoise.uint8Wrapped(grey, flat(115)), 1e-9);
    assertEquals(Double.POSITIVE_INFINITY, PeakSignalToNoise.uint8Wrapped(grey, flat(116)));
    double unrelated = PeakSignalToNoise.uint8Wrapped(noise(1, 0), noise(2, 0));
    assertTrue(unrelated > 26.5 && unrelated < 28.5, "wrapped " + unrelated);
    assertTrue(PeakSignalToNoise.decibels(noise(1, 0), noise(2, 0)) < 9);
  }

  @Test
  void lumaIsThatOfTheStudioRange() {
    assertEquals(16, RgbPlanes.of(1, 1, new float[] {-1, -1, -1}).luma().samples()[0], 1e-9);
    assertEquals(235, RgbPlanes.of(1, 1, new float[] {1, 1, 1}).luma().samples()[0], 1e-9);
    assertEquals(
        16 + 128.553, RgbPlanes.of(1, 1, new float[] {-1, 1, -1}).luma().samples()[0], 1e-9);
  }

  @Test
  void aBorderIsLeftOut() {
    double[] samples = new double[25];
    samples[12] = 7;
    Plane inner = new Plane(5, 5, samples).cropped(2);
    assertEquals(1, inner.width());
    assertEquals(7, inner.samples()[0]);
    assertThrows(IllegalArgumentException.class, () -> new Plane(5, 5, samples).cropped(3));
  }

  @Test
  void picturesOfDifferentSizesAreNotCompared() {
    List<Plane> small = List.of(new Plane(2, 2, new double[4]));
    List<Plane> wide = List.of(new Plane(4, 1, new double[4]));
    assertThrows(IllegalArgumentException.class, () -> PeakSignalToNoise.decibels(small, wide));
  }

  private static List<Plane> flat(double level) {
    return List.of(new Plane(1, 1, new double[] {level}));
  }

  private static List<Plane> noise(long seed, double offset) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] samples = new double[64 * 64];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = random.nextInt(256) + offset;
    }
    return List.of(new Plane(64, 64, samples));
  }
}
