package io.diffsr.noise;

import io.diffsr.picture.Bands;
import io.diffsr.picture.PlanarArrays;

/**
 * Standard normal noise over an unbounded canvas, fixed by a seed: the value at (draw, channel,
 * row, column) is a function of these alone. The same seed therefore gives the same bytes whatever
 * the tiling, the order, the number of threads or the machine.
 *
 * <p>Philox4x32-10 keyed by the seed, at the counter (column, row, channel / 4, draw), gives four
 * words; each becomes one value through the inverse normal distribution function. Immutable.
 */
public final class NoiseField {
  private static final int CHANNELS_PER_COUNTER = 4;
  private static final int BAND_ROWS = 8;

  private final Philox generator;

  public NoiseField(long seed) {
    generator = Philox.of(seed);
  }

  /**
   * The noise of the canvas whose top left corner is (0, 0).
   *
   * @param draw which of the independent fields, at least 0; for example the sampler's step
   * @param out channels × height × width, overwritten
   */
  public void fill(int draw, int channels, int height, int width, float[] out) {
    fill(draw, channels, new Region(0, 0, height, width), out);
  }

  /**
   * The noise of a part of the canvas: the same values as in the whole.
   *
   * @param draw which of the independent fields, at least 0
   * @param out channels × region height × region width, overwritten
   */
  public void fill(int draw, int channels, Region region, float[] out) {
    if (draw < 0) {
      throw new IllegalArgumentException("draw " + draw + " is negative");
    }
    PlanarArrays.requireLength(out, channels, region.height(), region.width());
    Bands.run(
        region.height(),
        BAND_ROWS,
        (from, to) -> {
          int[] words = new int[CHANNELS_PER_COUNTER];
          for (int row = from; row < to; row++) {
            fillRow(draw, channels, region, row, words, out);
          }
        });
  }

  private void fillRow(int draw, int channels, Region region, int row, int[] words, float[] out) {
    int width = region.width();
    for (int first = 0; first < channels; first += CHANNELS_PER_COUNTER) {
      int count = Math.min(CHANNELS_PER_COUNTER, channels - first);
      for (int x = 0; x < width; x++) {
        generator.generate(
            region.left() + x, region.top() + row, first / CHANNELS_PER_COUNTER, draw, words);
        for (int k = 0; k < count; k++) {
          int plane = first + k;
          out[(plane * region.height() + row) * width + x] = normal(words[k]);
        }
      }
    }
  }

  /** Maps a word, as the middle of its cell of 2⁻³² in (0, 1), to a standard normal value. */
  static float normal(int word) {
    return (float) NormalQuantile.of(((word & 0xFFFFFFFFL) + 0.5) * 0x1p-32);
  }

  /**
   * A rectangle of the canvas, in pixels.
   *
   * @param top first row
   * @param left first column
   * @param height rows, at least 1
   * @param width columns, at least 1
   */
  public record Region(int top, int left, int height, int width) {
    public Region {
      PlanarArrays.requireSize(height, width);
    }
  }
}
