package io.diffsr.noise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalQuantileTest {

  /** The first three rows are the check values of Wichura's paper. */
  @ParameterizedTest
  @CsvSource({
    "0.25, -0.6744897501960817",
    "0.001, -3.090232306167814",
    "1e-20, -9.262340089798408",
    "0.5, 0",
    "0.975, 1.959963984540054",
    "0.99, 2.3263478740408408",
    "0.9999, 3.719016485455709",
    "1e-10, -6.361340902404056"
  })
  void agreesWithPublishedValues(double probability, double quantile) {
    assertEquals(quantile, NormalQuantile.of(probability), 1e-12);
  }

  @Test
  void isOddAboutOneHalf() {
    for (double p = 0.0009765625; p < 0.5; p += 0.0009765625) {
      assertEquals(-NormalQuantile.of(p), NormalQuantile.of(1 - p), 1e-15);
    }
  }

  @Test
  void neverFalls() {
    double last = Double.NEGATIVE_INFINITY;
    for (int i = 1; i < 100_000; i++) {
      double value = NormalQuantile.of(i / 100_000.0);
      assertTrue(value > last);
      last = value;
    }
  }
}
