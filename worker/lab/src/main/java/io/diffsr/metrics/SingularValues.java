package io.diffsr.metrics;

/**
 * Singular values by one-sided Jacobi rotations (Hestenes, 1958): columns are turned against each
 * other until all are orthogonal; then their lengths are the singular values. Accurate also where
 * the matrix is of low rank, as it always is for few pictures.
 */
final class SingularValues {
  private static final int MOST_SWEEPS = 60;
  private static final double ORTHOGONAL = 1e-13;

  private SingularValues() {}

  /**
   * The sum of all singular values.
   *
   * @param columns the matrix, column by column, all of one length; overwritten
   */
  static double sum(double[][] columns) {
    double largest = 0;
    for (double[] column : columns) {
      largest = Math.max(largest, dot(column, column));
    }
    // Columns far below the largest one are rounding noise and turn against each other for ever.
    double negligible = largest * 1e-28;
    boolean turned = true;
    for (int sweep = 0; turned && sweep < MOST_SWEEPS; sweep++) {
      turned = false;
      for (int i = 0; i < columns.length; i++) {
        for (int k = i + 1; k < columns.length; k++) {
          turned |= orthogonalise(columns[i], columns[k], negligible);
        }
      }
    }
    double sum = 0;
    for (double[] column : columns) {
      sum += Math.sqrt(dot(column, column));
    }
    return sum;
  }

  private static boolean orthogonalise(double[] first, double[] second, double negligible) {
    double p = dot(first, first);
    double q = dot(second, second);
    double r = dot(first, second);
    if (p <= negligible || q <= negligible || Math.abs(r) <= ORTHOGONAL * Math.sqrt(p * q)) {
      return false;
    }
    double zeta = (q - p) / (2 * r);
    double tangent = Math.copySign(1, zeta) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    double cosine = 1 / Math.sqrt(1 + tangent * tangent);
    double sine = cosine * tangent;
    for (int i = 0; i < first.length; i++) {
      double a = first[i];
      double b = second[i];
      first[i] = cosine * a - sine * b;
      second[i] = sine * a + cosine * b;
    }
    return true;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
