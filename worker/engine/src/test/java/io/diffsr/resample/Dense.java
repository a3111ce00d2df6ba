package io.diffsr.resample;

import java.util.Arrays;

/** Plain matrices to compare with. */
public final class Dense {

  private Dense() {}

  static double[][] matrix(AxisFilter filter) {
    double[][] matrix = new double[filter.outputs()][filter.inputs()];
    for (int i = 0; i < filter.outputs(); i++) {
      for (int j = filter.start(i); j < filter.end(i); j++) {
        matrix[i][j] = filter.weight(i, j);
      }
    }
    return matrix;
  }

  static double[][] gram(double[][] a) {
    double[][] gram = new double[a.length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int k = 0; k < a.length; k++) {
        for (int j = 0; j < a[i].length; j++) {
          gram[i][k] += a[i][j] * a[k][j];
        }
      }
    }
    return gram;
  }

  /** (vertical ⊗ horizontal) x for one plane. */
  static double[] apply(double[][] vertical, double[][] horizontal, float[] plane) {
    int columns = horizontal[0].length;
    double[] result = new double[vertical.length * horizontal.length];
    for (int i = 0; i < vertical.length; i++) {
      for (int k = 0; k < horizontal.length; k++) {
        double sum = 0;
        for (int y = 0; y < vertical[i].length; y++) {
          for (int x = 0; x < columns; x++) {
            sum += vertical[i][y] * horizontal[k][x] * plane[y * columns + x];
          }
        }
        result[i * horizontal.length + k] = sum;
      }
    }
    return result;
  }

  /** Gaussian elimination with partial pivoting. */
  static double[] solve(double[][] matrix, double[] right) {
    int size = right.length;
    double[][] rows = new double[size][];
    for (int i = 0; i < size; i++) {
      rows[i] = Arrays.copyOf(matrix[i], size + 1);
      rows[i][size] = right[i];
    }
    for (int column = 0; column < size; column++) {
      int pivot = column;
      for (int i = column + 1; i < size; i++) {
        if (Math.abs(rows[i][column]) > Math.abs(rows[pivot][column])) {
          pivot = i;
        }
      }
      double[] swapped = rows[column];
      rows[column] = rows[pivot];
      rows[pivot] = swapped;
      for (int i = column + 1; i < size; i++) {
        double factor = rows[i][column] / rows[column][column];
        for (int k = column; k <= size; k++) {
          rows[i][k] -= factor * rows[column][k];
        }
      }
    }
    double[] solution = new double[size];
    for (int i = size - 1; i >= 0; i--) {
      double sum = rows[i][size];
      for (int k = i + 1; k < size; k++) {
        sum -= rows[i][k] * solution[k];
      }
      solution[i] = sum / rows[i][i];
    }
    return solution;
  }
}
