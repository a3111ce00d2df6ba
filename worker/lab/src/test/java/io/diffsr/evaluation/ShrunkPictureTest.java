package io.diffsr.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.diffsr.picture.Picture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ShrunkPictureTest {
  private static final int EDGE = 200;
  private static final Picture GREY = Picture.of(EDGE, EDGE, 3, new float[3 * EDGE * EDGE]);

  @Test
  void theNoiseHasTheStandardDeviationThatWasAskedFor() {
    float[] noisy = shrunk("grey.png", 0.05).low().rgb();
    double squares = 0;
    for (float value : noisy) {
      squares += value * value / 4;
    }
    // 30,000 values: the standard error of the deviation is 0.4 % of it. Grey lies between levels.
    assertEquals(0.05, Math.sqrt(squares / noisy.length), 0.001);
  }

  @Test
  void everyPictureHasItsOwnNoiseAndKeepsIt() {
    float[] first = shrunk("one.png", 0.05).low().rgb();
    assertArrayEquals(first, shrunk("one.png", 0.05).low().rgb());
    assertFalse(Arrays.equals(first, shrunk("two.png", 0.05).low().rgb()));
  }

  private static ShrunkPicture shrunk(String name, double noise) {
    return ShrunkPicture.of(new TestPicture(name, () -> GREY, noise), GREY, 2);
  }
}
