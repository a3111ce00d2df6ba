package io.diffsr.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class StructuralSimilarityTest {
  private static final int EDGE = 24;

  @Test
  void equalPlanesHaveOne() {
    Plane noise = noise(3);
    assertEquals(1, StructuralSimilarity.of(noise, noise), 1e-12);
  }

  /** Without structure only the luminance term is left: (2ab + C₁)/(a² + b² + C₁). */
  @Test
  void flatPlanesDifferInLuminanceAlone() {
    double c1 = 2.55 * 2.55;
    assertEquals(
        (2 * 100 * 120 + c1) / (100 * 100 + 120 * 120 + c1),
        StructuralSimilarity.of(plane(i -> 100), plane(i -> 120)),
        1e-9);
  }

  /** At equal means a negative has the covariance −σ²: every window is (C₂ − 2σ²)/(C₂ + 2σ²). */
  @Test
  void aNegativeIsUnlike() {
    Plane noise = noise(3);
    Plane negative = plane(i -> 255 - noise.samples()[i]);
    double similarity = StructuralSimilarity.of(noise, negative);
    assertTrue(similarity < -0.8 && similarity >= -1, "similarity " + similarity);
  }

  @Test
  void itIsSymmetricAndFallsWithNoise() {
    Plane picture = plane(i -> 127 + 100 * Math.sin(i * 0.3));
    Plane little = plane(i -> picture.samples()[i] + noise(5).samples()[i] / 25);
    Plane much = plane(i -> picture.samples()[i] + noise(5).samples()[i] / 3);
    assertEquals(
        StructuralSimilarity.of(little, picture), StructuralSimilarity.of(picture, little), 1e-12);
    assertTrue(StructuralSimilarity.of(picture, little) > StructuralSimilarity.of(picture, much));
  }

  @Test
  void aPlaneMustHoldAWindow() {
    Plane small = new Plane(10, 30, new double[300]);
    assertThrows(IllegalArgumentException.class, () -> StructuralSimilarity.of(small, small));
  }

  private static Plane noise(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return plane(i -> random.nextInt(256));
  }

  private static Plane plane(IntToDoubleFunction sample) {
    double[] samples = new double[EDGE * EDGE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = sample.applyAsDouble(i);
    }
    return new Plane(EDGE, EDGE, samples);
  }
}
