package io.diffsr.resample;

import io.diffsr.picture.Bands;
import io.diffsr.picture.PlanarArrays;

/**
 * Enlarges or shrinks a picture to any size, each axis by its own real factor out/in. The filter is
 * that of MATLAB's {@code imresize}: half-pixel centres, antialiasing when shrinking, reflection at
 * the borders, weights summing to 1. Instances are immutable and may be shared between threads.
 */
public final class Resampler {
  private static final int BAND_ROWS = 16;

  private final AxisFilter vertical;
  private final AxisFilter horizontal;

  private Resampler(AxisFilter vertical, AxisFilter horizontal) {
    this.vertical = vertical;
    this.horizontal = horizontal;
  }

  /**
   * Prepares the filter weights.
   *
   * @throws IllegalArgumentException if a size is less than 1
   */
  public static Resampler of(
      ResamplingKernel kernel, int inputHeight, int inputWidth, int outputHeight, int outputWidth) {
    PlanarArrays.requireSize(inputHeight, inputWidth);
    PlanarArrays.requireSize(outputHeight, outputWidth);
    return new Resampler(
        AxisFilter.resampling(kernel, inputHeight, outputHeight),
        AxisFilter.resampling(kernel, inputWidth, outputWidth));
  }

  /** From the small to the large size of a degradation. */
  public static Resampler enlarging(ResamplingKernel kernel, Degradation size) {
    return of(kernel, size.lowHeight(), size.lowWidth(), size.highHeight(), size.highWidth());
  }

  /**
   * Resamples every plane. Values may overshoot the input's range (bicubic, Lanczos); nothing is
   * clipped.
   *
   * @param planes channels × input height × input width, any range
   * @return a new array, channels × output height × output width
   */
  public float[] apply(float[] planes, int channels) {
    int inputSize = vertical.inputs() * horizontal.inputs();
    PlanarArrays.requireLength(planes, channels, vertical.inputs(), horizontal.inputs());
    int height = vertical.outputs();
    int width = horizontal.outputs();
    float[] result = PlanarArrays.allocate(channels, height, width);
    Bands.run(
        channels * height,
        BAND_ROWS,
        (from, to) -> {
          double[] combined = new double[horizontal.inputs()];
          double[] filtered = new double[width];
          for (int line = from; line < to; line++) {
            vertical.combineRows(line % height, planes, line / height * inputSize, combined);
            horizontal.filterRow(combined, filtered, 0);
            PlanarArrays.narrow(filtered, 0, result, line * width, width);
          }
        });
    return result;
  }
}
