package io.diffsr.metrics;

import java.util.List;

/**
 * The squared Fréchet distance of two normal distributions fitted to two sets of feature vectors
 * (Dowson and Landau, 1982; Heusel et al., arXiv:1706.08500): ‖μ₁ − μ₂‖² + tr(Σ₁ + Σ₂ − 2(Σ₁Σ₂)^½).
 *
 * <p>With fewer pictures than features the covariances are singular, and a matrix root of their
 * product is all rounding. It is not needed: with centred features as the rows of X₁ and X₂, the
 * eigenvalues of Σ₁Σ₂ are the squared singular values of X₁X₂ᵀ/√((n₁−1)(n₂−1)), a matrix of n₁ ×
 * n₂. The result is exact for any n; as an estimate of the distance between the distributions
 * behind the sets it is biased upward, the more so the fewer pictures, so that distances compare
 * only at equal n.
 */
public final class FrechetDistance {
  private FrechetDistance() {}

  /**
   * The distance, at least 0 up to rounding.
   *
   * @param first at least 2 vectors
   * @param second at least 2 vectors of the same length
   */
  public static double of(List<double[]> first, List<double[]> second) {
    if (first.size() < 2 || second.size() < 2) {
      throw new IllegalArgumentException("a distribution needs at least 2 feature vectors");
    }
    double[] firstMean = mean(first);
    double[] secondMean = mean(second);
    double[][] a = centred(first, firstMean);
    double[][] b = centred(second, secondMean);
    double distance = 0;
    for (int i = 0; i < firstMean.length; i++) {
      double difference = firstMean[i] - secondMean[i];
      distance += difference * difference;
    }
    double[][] products = new double[b.length][a.length];
    for (int k = 0; k < b.length; k++) {
      for (int i = 0; i < a.length; i++) {
        products[k][i] = dot(a[i], b[k]);
      }
    }
    return distance + variance(a) + variance(b) - 2 * SingularValues.sum(products);
  }

  private static double[] mean(List<double[]> vectors) {
    double[] mean = new double[vectors.get(0).length];
    for (double[] vector : vectors) {
      if (vector.length != mean.length) {
        throw new IllegalArgumentException(
            "feature vectors of %d and %d values".formatted(mean.length, vector.length));
      }
      for (int i = 0; i < mean.length; i++) {
        mean[i] += vector[i] / vectors.size();
      }
    }
    return mean;
  }

  /** Deviations from the mean over √(n−1), so that their squares sum to variances. */
  private static double[][] centred(List<double[]> vectors, double[] mean) {
    double scale = 1 / Math.sqrt(vectors.size() - 1.0);
    double[][] centred = new double[vectors.size()][mean.length];
    for (int k = 0; k < centred.length; k++) {
      double[] vector = vectors.get(k);
      for (int i = 0; i < mean.length; i++) {
        centred[k][i] = (vector[i] - mean[i]) * scale;
      }
    }
    return centred;
  }

  private static double variance(double[][] centred) {
    double sum = 0;
    for (double[] vector : centred) {
      sum += dot(vector, vector);
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
