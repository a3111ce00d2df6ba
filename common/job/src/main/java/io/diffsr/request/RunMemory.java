package io.diffsr.request;

import java.util.Locale;

/**
 * How much heap a run takes at most. A sampler holds the canvas, x̂₀ and the solver's memory, each
 * three floats a pixel, and works in them; a file is written when only the result is left. Measured
 * with the Java virtual machine's heap bounded, on canvases of 4 megapixels: below 42 bytes a pixel
 * with every sampler.
 */
public final class RunMemory {
  private static final long BASE = 64L << 20;
  private static final long PER_OUTPUT_PIXEL = 48;
  private static final long PER_INPUT_PIXEL = 60;

  /** Mean and squares of several samples, and their uncertainty. */
  private static final long PER_OUTPUT_PIXEL_OF_SEVERAL = 32;

  private static final double BYTES_PER_GIBIBYTE = 1L << 30;

  private RunMemory() {}

  /**
   * Bytes of heap that suffice for a run.
   *
   * @param samples drawn and averaged, at least 1
   */
  public static long bytes(long inputPixels, long outputPixels, int samples) {
    long perOutputPixel = PER_OUTPUT_PIXEL + (samples > 1 ? PER_OUTPUT_PIXEL_OF_SEVERAL : 0);
    return BASE + perOutputPixel * outputPixels + PER_INPUT_PIXEL * inputPixels;
  }

  /** For people, for example {@code 1.9 GiB}. */
  public static String text(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / BYTES_PER_GIBIBYTE);
  }
}
