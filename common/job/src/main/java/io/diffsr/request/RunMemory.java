package io.diffsr.request;

import java.util.Locale;

/**
 * How much heap a run takes at most. A sampler holds the canvas, x̂₀ and the solver's memory, each
 * three floats a pixel, and works in them; a run of one step, and one without a network, hold two
 * canvases. A file is written when only the result is left. Measured with the Java virtual
 * machine's heap bounded, on canvases of 4 megapixels: below 42 bytes a pixel with every sampler.
 */
public final class RunMemory {
  private static final long BASE = 64L << 20;
  private static final long PER_OUTPUT_PIXEL = 48;
  private static final long PER_OUTPUT_PIXEL_OF_TWO_CANVASES = 26;
  private static final long PER_INPUT_PIXEL = 60;

  /** Mean and squares of several samples, and their uncertainty. */
  private static final long PER_OUTPUT_PIXEL_OF_SEVERAL = 32;

  private static final double BYTES_PER_GIBIBYTE = 1L << 30;

  private RunMemory() {}

  /**
   * Bytes of heap that suffice for a run, without what other networks take beside the model's.
   *
   * @param inputPixels width × height of the input
   */
  public static long bytes(long inputPixels, UpscaleSpec spec) {
    long outputPixels = (long) spec.width() * spec.height();
    return BASE + perOutputPixel(spec) * outputPixels + PER_INPUT_PIXEL * inputPixels;
  }

  private static long perOutputPixel(UpscaleSpec spec) {
    if (spec.samples() > 1) {
      return PER_OUTPUT_PIXEL + PER_OUTPUT_PIXEL_OF_SEVERAL;
    }
    Integer steps = spec.steps();
    boolean oneStep =
        spec.method().equals(UpscaleRules.PREDICTOR)
            || (spec.method().equals(UpscaleRules.DIFF_SR) && steps != null && steps == 1);
    boolean two =
        oneStep
            ? UpscaleRules.STARTS.contains(spec.start())
            : UpscaleRules.METHODS.contains(spec.method()) && !UpscaleRules.ofModel(spec.method());
    return two ? PER_OUTPUT_PIXEL_OF_TWO_CANVASES : PER_OUTPUT_PIXEL;
  }

  /** For people, for example {@code 1.9 GiB}. */
  public static String text(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / BYTES_PER_GIBIBYTE);
  }
}
