package io.diffsr.noise;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.noise.NoiseField.Region;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NoiseFieldTest {
  private static final int HEIGHT = 37;
  private static final int WIDTH = 53;
  private static final int CHANNELS = 6;

  @Test
  void aPartHoldsTheSameValuesAsTheWhole() {
    NoiseField field = new NoiseField(42);
    float[] whole = new float[CHANNELS * HEIGHT * WIDTH];
    field.fill(3, CHANNELS, HEIGHT, WIDTH, whole);
    float[] tiled = new float[whole.length];
    for (int top = 20; top >= 0; top -= 20) {
      for (int left = 40; left >= 0; left -= 20) {
        Region region =
            new Region(top, left, Math.min(20, HEIGHT - top), Math.min(20, WIDTH - left));
        float[] part = new float[CHANNELS * region.height() * region.width()];
        field.fill(3, CHANNELS, region, part);
        for (int i = 0; i < part.length; i++) {
          int row = top + i / region.width() % region.height();
          int channel = i / (region.width() * region.height());
          tiled[(channel * HEIGHT + row) * WIDTH + left + i % region.width()] = part[i];
        }
      }
    }
    assertArrayEquals(whole, tiled);
  }

  @Test
  void fewerChannelsAreTheFirstOfMore() {
    float[] one = new float[HEIGHT * WIDTH];
    float[] three = new float[3 * HEIGHT * WIDTH];
    new NoiseField(1).fill(0, 1, HEIGHT, WIDTH, one);
    new NoiseField(1).fill(0, 3, HEIGHT, WIDTH, three);
    assertArrayEquals(one, Arrays.copyOf(three, one.length));
  }

  @Test
  void looksStandardNormal() {
    float[] noise = new float[3 * 256 * 256];
    new NoiseField(7).fill(0, 3, 256, 256, noise);
    double sum = 0;
    double squares = 0;
    double fourth = 0;
    for (float value : noise) {
      double square = (double) value * value;
      sum += value;
      squares += square;
      fourth += square * square;
    }
    int count = noise.length;
    // Five standard errors each.
    assertEquals(0, sum / count, 5 / Math.sqrt(count));
    assertEquals(1, squares / count, 5 * Math.sqrt(2.0 / count));
    assertEquals(3, fourth / count, 5 * Math.sqrt(96.0 / count));
  }

  @Test
  void neighboursChannelsDrawsAndSeedsAreUncorrelated() {
    int size = 256 * 256;
    float[] base = new float[3 * size];
    new NoiseField(7).fill(0, 3, 256, 256, base);
    float[] draw = new float[size];
    new NoiseField(7).fill(1, 1, 256, 256, draw);
    float[] seed = new float[size];
    new NoiseField(8).fill(0, 1, 256, 256, seed);
    double bound = 5 / Math.sqrt(size);
    assertEquals(0, correlation(base, 0, base, 1, size - 1), bound);
    assertEquals(0, correlation(base, 0, base, 256, size - 256), bound);
    assertEquals(0, correlation(base, 0, base, size, size), bound);
    assertEquals(0, correlation(base, 0, draw, 0, size), bound);
    assertEquals(0, correlation(base, 0, seed, 0, size), bound);
  }

  @Test
  void extremeWordsGiveFiniteValuesSymmetricAboutZero() {
    assertTrue(Float.isFinite(NoiseField.normal(0)));
    assertEquals(-NoiseField.normal(0), NoiseField.normal(-1), 1e-5);
    assertTrue(NoiseField.normal(0) < -6);
  }

  @Test
  void negativeDrawsAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new NoiseField(1).fill(-1, 1, 1, 1, new float[1]));
  }

  private static double correlation(float[] a, int offsetA, float[] b, int offsetB, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (double) a[offsetA + i] * b[offsetB + i];
    }
    return sum / count;
  }
}
