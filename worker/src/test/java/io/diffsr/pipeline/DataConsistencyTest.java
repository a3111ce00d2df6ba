package io.diffsr.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.image.Degradation;
import io.diffsr.image.Picture;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataConsistencyTest {
  private static final double LEVEL = 1 / 127.5;

  private static final String SIZES =
      """
      13, 9, 35, 24
      13, 9, 26, 18
      11, 12, 44, 48
      9, 9, 72, 72
      16, 10, 20, 30
      """;

  @ParameterizedTest
  @CsvSource(textBlock = SIZES)
  void aCanvasThatLeavesTheRangeIsSettledNearTheInput(int w, int h, int width, int height) {
    float[] input = TestRuns.picture(w, h, 3, 0.95).colour();
    Degradation degradation = Degradation.of(height, width, h, w);
    float[] canvas = TestRuns.random(1, 3 * height * width);
    for (int i = 0; i < canvas.length; i++) {
      canvas[i] *= 3;
    }
    new DataConsistency(degradation, input, null).settle(canvas);
    assertSettled(degradation, input, canvas, 0.5);
  }

  /** What a drawing or a page of text shrinks to: the clipped pseudo-inverse misses it by far. */
  @ParameterizedTest
  @CsvSource(textBlock = SIZES)
  void edgesBetweenBlackAndWhiteAreSettled(int w, int h, int width, int height) {
    float[] drawing = new float[3 * height * width];
    for (int i = 0; i < drawing.length; i++) {
      int x = i % width;
      int y = i / width % height;
      drawing[i] = (x / 5 + y / 7) % 2 == 0 ? -1 : 1;
    }
    Degradation degradation = Degradation.of(height, width, h, w);
    float[] input = Picture.of(w, h, 3, degradation.degrade(drawing, 3)).quantised().colour();
    float[] canvas = degradation.pseudoInverse(input, 3);
    new DataConsistency(degradation, input, null).settle(canvas);
    assertSettled(degradation, input, canvas, 1.5);
  }

  /** No picture in the range shrinks to this, but a file must hold the answer all the same. */
  @Test
  void evenWhatCannotBeExplainedEndsInTheRange() {
    float[] input = TestRuns.random(2, 3 * 9 * 13);
    for (int i = 0; i < input.length; i++) {
      input[i] = input[i] < 0 ? -1 : 1;
    }
    Degradation degradation = Degradation.of(24, 35, 9, 13);
    float[] canvas = degradation.pseudoInverse(input, 3);
    new DataConsistency(degradation, input, null).settle(canvas);
    assertSettled(degradation, input, canvas, 100);
  }

  @Test
  void noPixelIsSettledBrighterThanItsOpacityLetsThrough() {
    float[] input = new float[3 * 9 * 13];
    float[] opacity = new float[24 * 35];
    for (int i = 0; i < opacity.length; i++) {
      opacity[i] = 1 - i % 35 / 70f;
    }
    Arrays.fill(input, -0.4f);
    Degradation degradation = Degradation.of(24, 35, 9, 13);
    float[] canvas = TestRuns.random(1, 3 * 24 * 35);
    new DataConsistency(degradation, input, opacity).settle(canvas);
    assertSettled(degradation, input, canvas, 0.5);
    for (int i = 0; i < canvas.length; i++) {
      assertTrue(canvas[i] <= 2 * opacity[i % opacity.length] - 1 + 1e-6);
    }
  }

  @Test
  void whatIsSettledAlreadyIsLeftAlone() {
    float[] input = TestRuns.picture(13, 9, 3, 0.3).colour();
    Degradation degradation = Degradation.of(24, 35, 9, 13);
    float[] canvas = degradation.pseudoInverse(input, 3);
    float[] before = canvas.clone();
    new DataConsistency(degradation, input, null).settle(canvas);
    assertArrayEquals(before, canvas);
  }

  @Test
  void aProjectedCanvasGivesTheInputBack() {
    float[] input = TestRuns.picture(13, 9, 3, 0.95).colour();
    Degradation degradation = Degradation.of(24, 35, 9, 13);
    float[] canvas = TestRuns.random(1, 3 * 24 * 35);
    new DataConsistency(degradation, input, null).project(canvas);
    assertArrayEquals(input, degradation.degrade(canvas, 3), 2e-6f);
  }

  private static void assertSettled(
      Degradation degradation, float[] input, float[] canvas, double levels) {
    for (float value : canvas) {
      assertTrue(value >= -1 && value <= 1, value + " is out of range");
    }
    double deviation = degradation.largestDeviation(canvas, input, 3);
    assertTrue(deviation <= levels * LEVEL, deviation / LEVEL + " levels");
  }
}
