package io.diffsr.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrechetDistanceTest {
  @Test
  void equalSetsAreAtNoDistanceHoweverFewTheyAre() {
    List<double[]> few = normal(5, 300, 1, 0, 1);
    assertEquals(0, FrechetDistance.of(few, few), 1e-9);
  }

  @Test
  void aShiftCountsAsItsSquare() {
    List<double[]> set = normal(6, 40, 1, 0, 1);
    List<double[]> shifted = set.stream().map(vector -> shifted(vector, 0.5)).toList();
    assertEquals(40 * 0.25, FrechetDistance.of(set, shifted), 1e-9);
  }

  /** Σ₂ = k²Σ₁ commutes with Σ₁, so that the distance is (k − 1)² tr Σ₁. */
  @Test
  void aStretchCountsAsItsShareOfTheVariance() {
    List<double[]> set = centred(normal(7, 60, 1, 0, 1));
    List<double[]> stretched = set.stream().map(vector -> scaled(vector, 3)).toList();
    double trace = 0;
    for (double[] vector : set) {
      for (double value : vector) {
        trace += value * value / (set.size() - 1);
      }
    }
    assertEquals(4 * trace, FrechetDistance.of(set, stretched), 1e-9 * trace);
  }

  /** Two points ±d around a mean have the variance 2d²: (2 − 0)² + (√18 − √2)². */
  @Test
  void knownNormalDistributionsOfOneDimensionAreFound() {
    List<double[]> narrow = List.of(new double[] {-1}, new double[] {1});
    List<double[]> wide = List.of(new double[] {-1}, new double[] {5});
    assertEquals(12, FrechetDistance.of(narrow, wide), 1e-12);
  }

  /** Two points each, on different axes: covariances that share no direction. */
  @Test
  void directionsThatAreNotSharedAddUp() {
    List<double[]> alongX = List.of(new double[] {-1, 0, 0}, new double[] {1, 0, 0});
    List<double[]> alongY = List.of(new double[] {0, -2, 0}, new double[] {0, 2, 0});
    assertEquals(2 + 8, FrechetDistance.of(alongX, alongY), 1e-12);
  }

  @Test
  void itIsSymmetricForSetsOfDifferentSizes() {
    List<double[]> five = normal(5, 30, 1, 0, 1);
    List<double[]> nine = normal(9, 30, 2, 1, 2);
    assertEquals(FrechetDistance.of(five, nine), FrechetDistance.of(nine, five), 1e-9);
  }

  @Test
  void onePictureIsNoDistribution() {
    List<double[]> one = List.of(new double[] {1});
    assertThrows(IllegalArgumentException.class, () -> FrechetDistance.of(one, one));
  }

  private static List<double[]> normal(
      int count, int length, long seed, double mean, double deviation) {
    Random random = new Random(seed);
    List<double[]> vectors = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      double[] vector = new double[length];
      for (int i = 0; i < length; i++) {
        vector[i] = mean + deviation * random.nextGaussian();
      }
      vectors.add(vector);
    }
    return vectors;
  }

  private static List<double[]> centred(List<double[]> vectors) {
    double[] mean = new double[vectors.get(0).length];
    for (double[] vector : vectors) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += vector[i] / vectors.size();
      }
    }
    for (double[] vector : vectors) {
      for (int i = 0; i < mean.length; i++) {
        vector[i] -= mean[i];
      }
    }
    return vectors;
  }

  private static double[] shifted(double[] vector, double by) {
    double[] shifted = vector.clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += by;
    }
    return shifted;
  }

  private static double[] scaled(double[] vector, double by) {
    double[] scaled = vector.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= by;
    }
    return scaled;
  }
}
