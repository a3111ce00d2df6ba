package io.diffsr.resample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.testing.RandomPlanes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResamplerTest {

  @ParameterizedTest
  @EnumSource(ResamplingKernel.class)
  void aConstantStaysAConstantAtExactSizes(ResamplingKernel kernel) {
    int[][] sizes = {{1, 1, 7, 5}, {9, 13, 24, 35}, {35, 24, 13, 9}, {8, 8, 8, 8}, {3, 90, 90, 3}};
    for (int[] size : sizes) {
      float[] constant = new float[2 * size[0] * size[1]];
      Arrays.fill(constant, 0, size[0] * size[1], 0.375f);
      Arrays.fill(constant, size[0] * size[1], constant.length, -1);
      float[] result = Resampler.of(kernel, size[0], size[1], size[2], size[3]).apply(constant, 2);
      assertEquals(2 * size[2] * size[3], result.length);
      for (int i = 0; i < result.length; i++) {
        assertEquals(i < result.length / 2 ? 0.375f : -1, result[i], 1e-6);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(ResamplingKernel.class)
  void theSameSizeIsTheSamePicture(ResamplingKernel kernel) {
    float[] picture = RandomPlanes.of(1, 3 * 11 * 7);
    assertArrayEquals(picture, Resampler.of(kernel, 11, 7, 11, 7).apply(picture, 3), 1e-6f);
  }

  @Test
  void nearestRepeatsSamples() {
    float[] row = {1, 2, 3};
    assertArrayEquals(
        new float[] {1, 1, 2, 2, 3, 3},
        Resampler.of(ResamplingKernel.NEAREST, 1, 3, 1, 6).apply(row, 1));
  }

  @Test
  void aRampStaysARampAwayFromTheBorder() {
    float[] ramp = new float[40];
    for (int i = 0; i < ramp.length; i++) {
      ramp[i] = i;
    }
    float[] result = Resampler.of(ResamplingKernel.BICUBIC, 1, 40, 1, 108).apply(ramp, 1);
    for (int i = 10; i < 98; i++) {
      assertEquals((i + 0.5) / 2.7 - 0.5, result[i], 1e-5);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ResamplingKernel.class,
      names = {"BICUBIC", "LANCZOS"})
  void agreesWithTheDenseMatrices(ResamplingKernel kernel) {
    float[] picture = RandomPlanes.of(2, 9 * 14);
    double[] expected =
        Dense.apply(
            Dense.matrix(AxisFilter.resampling(kernel, 9, 22)),
            Dense.matrix(AxisFilter.resampling(kernel, 14, 5)),
            picture);
    float[] result = Resampler.of(kernel, 9, 14, 22, 5).apply(picture, 1);
    for (int i = 0; i < result.length; i++) {
      assertEquals(expected[i], result[i], 1e-6);
    }
  }

  @Test
  void emptySizesAreRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Resampler.of(ResamplingKernel.BICUBIC, 1, 1, 0, 1));
  }
}
