package io.diffsr.consistency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.picture.Picture;
import io.diffsr.resample.Degradation;
import io.diffsr.run.CanceledException;
import io.diffsr.run.Cancellation;
import io.diffsr.upscale.TestRuns;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataConsistencyTest {
  private static final double LEVEL = 1 / 127.5;
  private static final Cancellation NEVER = new Cancellation(() -> false);

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
    new DataConsistency(degradation, new InputPixels(input), null).enforce(canvas, NEVER);
    assertSettled(degradation, input, canvas, 0.5);
  }

  /**
   * With A = 1 the proximal form is the mean of the two, weighted by their variances: that of the
   * noise, (2σ)² on samples in [-1, 1], and 1 − ᾱ.
   */
  @ParameterizedTest
  @CsvSource({"0.1, 0.9", "0.05, 0.5", "0.5, 0.99", "0.01, 0.001"})
  void whatIsSeenThroughNoiseIsWeighedByVariances(double noiseSigma, double alphaCumprod) {
    float[] input = TestRuns.random(3, 3 * 9 * 13);
    float[] canvas = TestRuns.random(4, 3 * 9 * 13);
    double ofInput = 1 / (4 * noiseSigma * noiseSigma);
    double ofCanvas = 1 / (1 - alphaCumprod);
    float[] expected = new float[canvas.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (float) ((ofInput * input[i] + ofCanvas * canvas[i]) / (ofInput + ofCanvas));
    }
    Degradation same = Degradation.of(9, 13, 9, 13);
    new DataConsistency(same, new InputPixels(input), null).apply(canvas, noiseSigma, alphaCumprod);
    assertArrayEquals(expected, canvas, 1e-5f);
  }

  /** At any scale: x − x̂₀ = Aᵀ(y − Ax)/ρ where ρ‖x − x̂₀‖² + ‖Ax − y‖² is least. */
  @Test
  void theWeighedCanvasIsTheLeastOfItsSquares() {
    Degradation degradation = Degradation.of(24, 35, 9, 13);
    float[] input = TestRuns.random(3, 3 * 9 * 13);
    float[] before = TestRuns.random(4, 3 * 24 * 35);
    float[] canvas = before.clone();
    new DataConsistency(degradation, new InputPixels(input), null).apply(canvas, 0.1, 0.8);
    double rho = 0.04 / (1 - 0.8);
    double least = objective(degradation, input, before, canvas, rho);
    float[] direction = TestRuns.random(5, canvas.length);
    for (float step : new float[] {-1e-2f, 1e-2f}) {
      float[] beside = canvas.clone();
      for (int i = 0; i < beside.length; i++) {
        beside[i] += step * direction[i];
      }
      assertTrue(objective(degradation, input, before, beside, rho) > least);
    }
    // Along the way from the old canvas the slope is 0 only with the right ρ.
    double ahead = objective(degradation, input, before, between(before, canvas, 1.01f), rho);
    double behind = objective(degradation, input, before, between(before, canvas, 0.99f), rho);
    assertEquals(ahead - least, behind - least, 0.05 * (ahead - least));
  }

  private static float[] between(float[] from, float[] to, float share) {
    float[] point = new float[from.length];
    for (int i = 0; i < point.length; i++) {
      point[i] = from[i] + share * (to[i] - from[i]);
    }
    return point;
  }

  private static double objective(
      Degradation degradation, float[] input, float[] before, float[] canvas, double rho) {
    float[] shrunk = degradation.degrade(canvas, 3);
    double sum = 0;
    for (int i = 0; i < shrunk.length; i++) {
      sum += Math.pow(shrunk[i] - input[i], 2);
    }
    for (int i = 0; i < canvas.length; i++) {
      sum += rho * Math.pow(canvas[i] - before[i], 2);
    }
    return sum;
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
    new DataConsistency(degradation, new InputPixels(input), null).enforce(canvas, NEVER);
    assertSettled(degradation, input, canvas, 1.5);
  }

  @Test
  void aCancelEndsTheRounds() {
    float[] input = TestRuns.random(2, 3 * 9 * 13);
    for (int i = 0; i < input.length; i++) {
      input[i] = input[i] < 0 ? -1 : 1;
    }
    Degradation degradation = Degradation.of(24, 35, 9, 13);
    float[] canvas = degradation.pseudoInverse(input, 3);
    AtomicInteger rounds = new AtomicInteger();
    Cancellation third = new Cancellation(() -> rounds.incrementAndGet() == 3);
    DataConsistency consistency = new DataConsistency(degradation, new InputPixels(input), null);
    assertThrows(CanceledException.class, () -> consistency.enforce(canvas, third));
    assertEquals(3, rounds.get());
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
    new DataConsistency(degradation, new InputPixels(input), null).enforce(canvas, NEVER);
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
    new DataConsistency(degradation, new InputPixels(input), opacity).enforce(canvas, NEVER);
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
    new DataConsistency(degradation, new InputPixels(input), null).enforce(canvas, NEVER);
    assertArrayEquals(before, canvas);
  }

  @Test
  void aProjectedCanvasGivesTheInputBack() {
    float[] input = TestRuns.picture(13, 9, 3, 0.95).colour();
    Degradation degradation = Degradation.of(24, 35, 9, 13);
    float[] canvas = TestRuns.random(1, 3 * 24 * 35);
    new DataConsistency(degradation, new InputPixels(input), null).project(canvas);
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
