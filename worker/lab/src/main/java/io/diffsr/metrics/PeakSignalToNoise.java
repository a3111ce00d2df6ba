package io.diffsr.metrics;

import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** Peak signal-to-noise ratios in dB, with a peak of 255, in double precision. */
public final class PeakSignalToNoise {
  private static final double PEAK = 255;
  private static final int LEVELS = 256;

  private PeakSignalToNoise() {}

  /**
   * 10 log₁₀(255²/MSE), the mean taken over all samples of all channels; infinite for equal
   * pictures.
   */
  public static double decibels(List<Plane> first, List<Plane> second) {
    return decibels(
        mean(
            first,
            second,
            (a, b) -> {
              double difference = a - b;
              return difference * difference;
            }));
  }

  /**
   * What comes out where difference and square are computed in unsigned 8-bit integers and so wrap
   * around at 256, as a slip with numpy's {@code uint8} makes them. It is wrong: no picture falls
   * below 24.2 dB, and unrelated ones reach about 28. Offered only to recognise published figures
   * that were made so, such as the floor of 27.9 dB in the Diff-SR paper.
   */
  public static double uint8Wrapped(List<Plane> first, List<Plane> second) {
    return decibels(
        mean(
            first,
            second,
            (a, b) -> {
              long difference = Math.floorMod(level(a) - level(b), LEVELS);
              return Math.floorMod(difference * difference, LEVELS);
            }));
  }

  private static long level(double sample) {
    return Math.round(Math.min(Math.max(sample, 0), PEAK));
  }

  private static double mean(List<Plane> first, List<Plane> second, DoubleBinaryOperator of) {
    if (first.size() != second.size()) {
      throw new IllegalArgumentException(
          "%d channels against %d".formatted(first.size(), second.size()));
    }
    double sum = 0;
    long count = 0;
    for (int channel = 0; channel < first.size(); channel++) {
      first.get(channel).requireSizeOf(second.get(channel));
      double[] a = first.get(channel).samples();
      double[] b = second.get(channel).samples();
      for (int i = 0; i < a.length; i++) {
        sum += of.applyAsDouble(a[i], b[i]);
      }
      count += a.length;
    }
    return sum / count;
  }

  private static double decibels(double meanSquaredError) {
    return 10 * Math.log10(PEAK * PEAK / meanSquaredError);
  }
}
