package io.diffsr.calibration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class IsotonicFitTest {
  @Test
  void whatFallsIsKept() {
    assertArrayEquals(new double[] {5, 3, 3, 1}, IsotonicFit.falling(new double[] {5, 3, 3, 1}));
  }

  @Test
  void neighboursThatRiseArePooledToTheirMean() {
    assertArrayEquals(
        new double[] {5, 3, 3, 1}, IsotonicFit.falling(new double[] {5, 2, 4, 1}), 1e-12);
  }

  /** The pool of 1 and 3 is 2, which the 4 after it lifts above the 2 before. */
  @Test
  void poolsGrowBackwards() {
    assertArrayEquals(
        new double[] {6, 2.5, 2.5, 2.5, 2.5},
        IsotonicFit.falling(new double[] {6, 2, 1, 3, 4}),
        1e-12);
    assertArrayEquals(new double[0], IsotonicFit.falling(new double[0]));
  }
}
