package io.diffsr.resample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BandedCholeskyTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "9, 1", "5, 2", "27, 10", "45, 36", "64, 8", "33, 32", "101, 37"})
  void solvesLikeADenseSolver(int inputs, int outputs) {
    AxisFilter filter = AxisFilter.resampling(ResamplingKernel.BICUBIC, inputs, outputs);
    double[][] gram = Dense.gram(Dense.matrix(filter));
    BandedCholesky factor = BandedCholesky.ofGram(filter);
    double[] right = new double[outputs];
    for (int i = 0; i < outputs; i++) {
      right[i] = Math.sin(3 * i + 1);
    }
    double[] expected = Dense.solve(gram, right);

    double[] row = Arrays.copyOf(right, outputs);
    factor.solveRow(row, 0);
    assertArrayEquals(expected, row, 1e-10);

    int columns = 3;
    double[] plane = new double[outputs * columns];
    for (int i = 0; i < outputs; i++) {
      plane[i * columns + 1] = right[i];
      plane[i * columns + 2] = 77;
    }
    factor.solveColumns(plane, columns, 0, 2);
    for (int i = 0; i < outputs; i++) {
      assertEquals(0, plane[i * columns]);
      assertEquals(expected[i], plane[i * columns + 1], 1e-10);
      assertEquals(77, plane[i * columns + 2], "columns beyond the range are not touched");
    }
  }

  @ParameterizedTest
  @CsvSource({"125, 100", "200, 100", "270, 100", "400, 100", "800, 100"})
  void theBandIsNarrowAtEveryScale(int inputs, int outputs) {
    AxisFilter filter = AxisFilter.resampling(ResamplingKernel.BICUBIC, inputs, outputs);
    assertTrue(BandedCholesky.ofGram(filter).halfBandwidth() <= 3);
  }
}
