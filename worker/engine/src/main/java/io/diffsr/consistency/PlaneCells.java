package io.diffsr.consistency;

import io.diffsr.picture.Bands;
import io.diffsr.picture.jpeg.JpegPlane;

/**
 * The cells of one component's coefficients: |c/q − k| ≤ ½. How an encoder continues a picture that
 * ends within a block is its own affair: any continuation will do that leads into the cell.
 *
 * @param plane k and q
 * @param width samples in a row of the component that the picture has
 * @param height rows of them
 */
record PlaneCells(JpegPlane plane, int width, int height) {
  private static final int EDGE = JpegPlane.EDGE;

  /** Kept from a cell's walls, in levels of 255, for rounding the result to take. */
  private static final double MARGIN = 0.4;

  private static final int MOST_ROUNDS = 40;
  private static final double HALF = 0.5;
  private static final double ROUNDING = 1e-4;

  private int blocksWide() {
    return (width + EDGE - 1) / EDGE;
  }

  private int blocksHigh() {
    return (height + EDGE - 1) / EDGE;
  }

  /** Moves every coefficient into its cell; samples are height × width, 0..255 less 128. */
  void project(float[] samples) {
    Bands.run(
        blocksHigh(),
        1,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            for (int column = 0; column < blocksWide(); column++) {
              Block block = new Block(row, column);
              block.read(samples);
              if (block.clamp(MARGIN)) {
                block.write(samples);
              }
            }
          }
        });
  }

  /** How far the samples are from their cells. */
  CellDeparture departure(float[] samples) {
    CellDeparture[] rows = new CellDeparture[blocksHigh()];
    Bands.run(
        rows.length,
        1,
        (from, to) -> {
          for (int row = from; row < to; row++) {
            CellDeparture sum = CellDeparture.NONE;
            for (int column = 0; column < blocksWide(); column++) {
              Block block = new Block(row, column);
              block.read(samples);
              block.continueBeyond(samples);
              sum = sum.plus(block.departure());
            }
            rows[row] = sum;
          }
        });
    CellDeparture all = CellDeparture.NONE;
    for (CellDeparture row : rows) {
      all = all.plus(row);
    }
    return all;
  }

  /** One block at work. */
  private final class Block {
    private final int first;
    private final int wide;
    private final int high;
    private final int offset;
    private final double[] values = new double[JpegPlane.SIZE];
    private final double[] coefficients = new double[JpegPlane.SIZE];

    Block(int row, int column) {
      first = row * EDGE * width + column * EDGE;
      wide = Math.min(EDGE, width - column * EDGE);
      high = Math.min(EDGE, height - row * EDGE);
      offset = (row * plane.blocksWide() + column) * JpegPlane.SIZE;
    }

    private boolean partial() {
      return wide < EDGE || high < EDGE;
    }

    /** The picture's samples; beyond them what the file decodes to. */
    void read(float[] samples) {
      if (partial()) {
        for (int i = 0; i < JpegPlane.SIZE; i++) {
          coefficients[i] = (double) plane.coefficients()[offset + i] * plane.quantisation()[i];
        }
        BlockTransform.inverse(coefficients, values);
      }
      readInside(samples);
    }

    private void readInside(float[] samples) {
      for (int y = 0; y < high; y++) {
        for (int x = 0; x < wide; x++) {
          values[y * EDGE + x] = samples[first + y * width + x];
        }
      }
      BlockTransform.forward(values, coefficients);
    }

    /** Finds a continuation, if there is one, with which the picture's samples are in the cell. */
    void continueBeyond(float[] samples) {
      for (int round = 0; partial() && round < MOST_ROUNDS && clamp(0); round++) {
        BlockTransform.inverse(coefficients, values);
        readInside(samples);
      }
    }

    /** True where a coefficient had to be moved. */
    boolean clamp(double margin) {
      boolean changed = false;
      for (int i = 0; i < JpegPlane.SIZE; i++) {
        double step = plane.quantisation()[i];
        double reach = (HALF - Math.min(margin / step, HALF / 2)) * step;
        double middle = plane.coefficients()[offset + i] * step;
        double inside = Math.min(Math.max(coefficients[i], middle - reach), middle + reach);
        changed |= inside != coefficients[i];
        coefficients[i] = inside;
      }
      return changed;
    }

    void write(float[] samples) {
      BlockTransform.inverse(coefficients, values);
      for (int y = 0; y < high; y++) {
        for (int x = 0; x < wide; x++) {
          samples[first + y * width + x] = (float) values[y * EDGE + x];
        }
      }
    }

    CellDeparture departure() {
      long outside = 0;
      double largest = 0;
      for (int i = 0; i < JpegPlane.SIZE; i++) {
        double place = coefficients[i] / plane.quantisation()[i];
        double excess = Math.abs(place - plane.coefficients()[offset + i]) - HALF;
        if (excess > ROUNDING) {
          outside++;
          largest = Math.max(largest, excess);
        }
      }
      return new CellDeparture(JpegPlane.SIZE, outside, largest);
    }
  }
}
