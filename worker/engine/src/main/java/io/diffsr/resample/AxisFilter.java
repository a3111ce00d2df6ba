package io.diffsr.resample;

import java.util.Arrays;

/**
 * A linear map along one axis whose rows are banded: output i is a weighted sum of {@code
 * length[i]} neighbouring inputs from {@code start[i]} on. Weights are stored row by row, {@code
 * stride} apart.
 */
final class AxisFilter {
  private final int inputs;
  private final int outputs;
  private final int stride;
  private final int[] start;
  private final int[] length;
  private final double[] weights;

  private AxisFilter(
      int inputs, int outputs, int stride, int[] start, int[] length, double[] weights) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.stride = stride;
    this.start = start;
    this.length = length;
    this.weights = weights;
  }

  /**
   * The filter that MATLAB's {@code imresize} applies along an axis: half-pixel centres, the kernel
   * widened by inputs/outputs when shrinking, the input continued by reflection (edge sample
   * repeated), rows summing to 1.
   */
  static AxisFilter resampling(ResamplingKernel kernel, int inputs, int outputs) {
    double step = (double) inputs / outputs;
    double widening = kernel.antialiases() ? Math.max(1, step) : 1;
    double radius = kernel.radius() * widening;
    int taps = Math.min(inputs, 2 * (int) Math.ceil(radius) + 2);
    int[] start = new int[outputs];
    int[] length = new int[outputs];
    double[] weights = new double[Math.multiplyExact(outputs, taps)];
    double[] dense = new double[inputs];
    for (int i = 0; i < outputs; i++) {
      double centre = (i + 0.5) * step - 0.5;
      int from = (int) Math.floor(centre - radius);
      int to = (int) Math.ceil(centre + radius);
      int low = inputs;
      int high = -1;
      double sum = 0;
      for (int j = from; j <= to; j++) {
        double weight = kernel.weight((centre - j) / widening);
        if (weight != 0) {
          int index = Reflection.index(j, inputs);
          dense[index] += weight;
          sum += weight;
          low = Math.min(low, index);
          high = Math.max(high, index);
        }
      }
      start[i] = low;
      length[i] = high - low + 1;
      for (int k = 0; k < length[i]; k++) {
        weights[i * taps + k] = dense[low + k] / sum;
      }
      Arrays.fill(dense, low, high + 1, 0);
    }
    return new AxisFilter(inputs, outputs, taps, start, length, weights);
  }

  /** The transposed map. */
  AxisFilter transposed() {
    int[] first = new int[inputs];
    int[] last = new int[inputs];
    Arrays.fill(first, Integer.MAX_VALUE);
    Arrays.fill(last, -1);
    for (int i = 0; i < outputs; i++) {
      for (int j = start[i]; j < start[i] + length[i]; j++) {
        first[j] = Math.min(first[j], i);
        last[j] = i;
      }
    }
    int taps = 0;
    int[] lengths = new int[inputs];
    for (int j = 0; j < inputs; j++) {
      if (last[j] < 0) {
        first[j] = 0; // No output reads this input.
      }
      lengths[j] = last[j] - first[j] + 1;
      taps = Math.max(taps, lengths[j]);
    }
    double[] transposed = new double[Math.multiplyExact(inputs, taps)];
    for (int i = 0; i < outputs; i++) {
      for (int k = 0; k < length[i]; k++) {
        int j = start[i] + k;
        transposed[j * taps + i - first[j]] = weights[i * stride + k];
      }
    }
    return new AxisFilter(outputs, inputs, taps, first, lengths, transposed);
  }

  /**
   * AAᵀ as a filter of its own.
   *
   * @param halfBandwidth how far from the diagonal its entries reach
   */
  AxisFilter gram(int halfBandwidth) {
    int taps = Math.min(outputs, 2 * halfBandwidth + 1);
    int[] from = new int[outputs];
    int[] lengths = new int[outputs];
    double[] products = new double[Math.multiplyExact(outputs, taps)];
    for (int i = 0; i < outputs; i++) {
      from[i] = Math.max(0, i - halfBandwidth);
      lengths[i] = Math.min(outputs - 1, i + halfBandwidth) - from[i] + 1;
      for (int k = 0; k < lengths[i]; k++) {
        products[i * taps + k] = rowProduct(i, from[i] + k);
      }
    }
    return new AxisFilter(outputs, outputs, taps, from, lengths, products);
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  /** The first input that output i reads. */
  int start(int output) {
    return start[output];
  }

  /** One past the last input that output i reads. */
  int end(int output) {
    return start[output] + length[output];
  }

  /** The weight of input j in output i; j lies in {@code start(i)..end(i)-1}. */
  double weight(int output, int input) {
    return weights[output * stride + input - start[output]];
  }

  /** The product of rows i and k, which is entry (i, k) of AAᵀ. */
  double rowProduct(int i, int k) {
    int from = Math.max(start[i], start[k]);
    int to = Math.min(end(i), end(k));
    double sum = 0;
    for (int j = from; j < to; j++) {
      sum += weight(i, j) * weight(k, j);
    }
    return sum;
  }

  /**
   * Filters down the columns: output row {@code row} from the plane's rows.
   *
   * @param plane row-major rows of {@code result.length} columns, starting at {@code offset}
   * @param result receives one row
   */
  void combineRows(int row, float[] plane, int offset, double[] result) {
    int columns = result.length;
    Arrays.fill(result, 0);
    for (int j = start[row]; j < end(row); j++) {
      double weight = weight(row, j);
      int from = offset + j * columns;
      for (int x = 0; x < columns; x++) {
        result[x] += weight * plane[from + x];
      }
    }
  }

  /** The same as {@link #combineRows(int, float[], int, double[])} for a plane in doubles. */
  void combineRows(int row, double[] plane, double[] result) {
    int columns = result.length;
    Arrays.fill(result, 0);
    for (int j = start[row]; j < end(row); j++) {
      double weight = weight(row, j);
      int from = j * columns;
      for (int x = 0; x < columns; x++) {
        result[x] += weight * plane[from + x];
      }
    }
  }

  /**
   * Filters along one row.
   *
   * @param row {@code inputs()} samples
   * @param result receives {@code outputs()} samples from {@code offset} on
   */
  void filterRow(double[] row, double[] result, int offset) {
    for (int i = 0; i < outputs; i++) {
      int from = start[i];
      int base = i * stride;
      double sum = 0;
      for (int k = 0; k < length[i]; k++) {
        sum += weights[base + k] * row[from + k];
      }
      result[offset + i] = sum;
    }
  }
}
