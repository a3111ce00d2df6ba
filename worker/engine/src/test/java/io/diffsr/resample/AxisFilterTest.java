package io.diffsr.resample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.diffsr.testing.RandomPlanes;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AxisFilterTest {

  static Stream<Arguments> filters() {
    int[][] sizes = {
      {1, 1}, {5, 1}, {5, 5}, {7, 3}, {27, 10}, {33, 32}, {64, 8}, {101, 37}, {3, 8}, {10, 27}
    };
    return Arrays.stream(ResamplingKernel.values())
        .flatMap(
            kernel -> Arrays.stream(sizes).map(size -> Arguments.of(kernel, size[0], size[1])));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void everyRowSumsToOne(ResamplingKernel kernel, int inputs, int outputs) {
    double[][] matrix = Dense.matrix(AxisFilter.resampling(kernel, inputs, outputs));
    for (double[] row : matrix) {
      assertEquals(1, Arrays.stream(row).sum(), 1e-12);
    }
  }

  @ParameterizedTest
  @MethodSource("filters")
  void theTransposedFilterIsTheTransposedMatrix(ResamplingKernel kernel, int inputs, int outputs) {
    AxisFilter filter = AxisFilter.resampling(kernel, inputs, outputs);
    double[][] matrix = Dense.matrix(filter);
    double[][] transposed = Dense.matrix(filter.transposed());
    assertEquals(inputs, transposed.length);
    for (int i = 0; i < outputs; i++) {
      for (int j = 0; j < inputs; j++) {
        assertEquals(matrix[i][j], transposed[j][i]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("filters")
  void theTransposedFilterIsTheAdjoint(ResamplingKernel kernel, int inputs, int outputs) {
    AxisFilter filter = AxisFilter.resampling(kernel, inputs, outputs);
    double[] x = widened(RandomPlanes.of(3, inputs));
    double[] z = widened(RandomPlanes.of(4, outputs));
    double[] filtered = new double[outputs];
    filter.filterRow(x, filtered, 0);
    double[] spread = new double[inputs];
    filter.transposed().filterRow(z, spread, 0);
    assertEquals(product(filtered, z), product(x, spread), 1e-12);
  }

  @Test
  void anAxisThatKeepsItsSizeIsLeftAlone() {
    double[][] matrix = Dense.matrix(AxisFilter.resampling(ResamplingKernel.BICUBIC, 9, 9));
    for (int i = 0; i < 9; i++) {
      for (int j = 0; j < 9; j++) {
        assertEquals(i == j ? 1 : 0, matrix[i][j]);
      }
    }
  }

  /** The weights of imresize at scale 1/2, from the cubic at distances 1/4, 3/4, 5/4 and 7/4. */
  @Test
  void halvingUsesTheWidenedCubic() {
    double[] row = Dense.matrix(AxisFilter.resampling(ResamplingKernel.BICUBIC, 16, 8))[4];
    double[] expected = {
      -0.01171875,
      -0.03515625,
      0.11328125,
      0.43359375,
      0.43359375,
      0.11328125,
      -0.03515625,
      -0.01171875
    };
    assertArrayEquals(expected, Arrays.copyOfRange(row, 5, 13), 1e-12);
    assertEquals(1, Arrays.stream(row, 5, 13).sum(), 1e-12);
  }

  private static double[] widened(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
