package io.diffsr.request;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How much heap a run takes at most. A sampler holds the canvas, x̂₀ and the solver's memory, each
 * three floats a pixel, and works in them; a run of one step, one without a network, and one whose
 * solver remembers in a file, hold two canvases. A file is written when only the result is left.
 * Measured with the Java virtual machine's heap bounded, on canvases of 4 megapixels: below 42
 * bytes a pixel with every sampler.
 */
public final class RunMemory {
  /** Values of the largest canvas that a solver remembers in memory; larger ones go to a file. */
  public static final int LARGEST_SOLVER_ARRAY = 3 << 24;

  private static final long BASE = 64L << 20;
  private static final long PER_OUTPUT_PIXEL = 48;
  private static final long PER_OUTPUT_PIXEL_OF_TWO_CANVASES = 26;
  private static final long PER_INPUT_PIXEL = 60;

  /** Mean and squares of several samples, and their uncertainty. */
  private static final long PER_OUTPUT_PIXEL_OF_SEVERAL = 32;

  private static final Pattern OLD = Pattern.compile("Old Gen|Tenured Gen|ZHeap|Shenandoah");
  private static final double BYTES_PER_GIBIBYTE = 1L << 30;

  private RunMemory() {}

  /**
   * Bytes of heap that suffice for a run, without what other networks take beside the model's.
   *
   * @param inputPixels width × height of the input
   * @param plain whether the input is opaque and has at most 8 bits a sample
   */
  public static long bytes(long inputPixels, boolean plain, UpscaleSpec spec) {
    long outputPixels = (long) spec.width() * spec.height();
    return BASE + perOutputPixel(spec, plain) * outputPixels + PER_INPUT_PIXEL * inputPixels;
  }

  /**
   * Bytes of this process's heap that a run can fill: where collectors keep what is old or large,
   * as a canvas is one array. The figures hold for collectors that move arrays together when room
   * gets short. G1 of Java 17 does not move large ones: there may be room and no place.
   */
  public static long heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> OLD.matcher(pool.getName()).find())
        .mapToLong(pool -> pool.getUsage().getMax())
        .filter(most -> most > 0)
        .max()
        .orElseGet(Runtime.getRuntime()::maxMemory);
  }

  private static long perOutputPixel(UpscaleSpec spec, boolean plain) {
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
    boolean remembersInFile =
        spec.sampler() == Sampler.DPMPP_2M
            && spec.method().equals(UpscaleRules.DIFF_SR)
            && UpscaleRules.STARTS.contains(spec.start())
            && 3L * spec.width() * spec.height() > LARGEST_SOLVER_ARRAY;
    // Opacity is another third of a canvas, and 16 bits make a larger file.
    return (two || remembersInFile) && plain ? PER_OUTPUT_PIXEL_OF_TWO_CANVASES : PER_OUTPUT_PIXEL;
  }

  /** For people, for example {@code 1.9 GiB}. */
  public static String text(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / BYTES_PER_GIBIBYTE);
  }
}
