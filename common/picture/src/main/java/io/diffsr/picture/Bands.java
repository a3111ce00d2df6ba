package io.diffsr.picture;

import java.util.stream.IntStream;

/**
 * Splits a range of rows or columns into bands of fixed size and works on them in parallel. The
 * partition does not depend on the number of threads.
 */
public final class Bands {
  /** So many that a band is worth a thread's while. */
  public static final int VALUES = 1 << 15;

  private Bands() {}

  /** What is done with the indices {@code from..to-1}; bands must not touch each other's data. */
  @FunctionalInterface
  public interface Body {
    public void run(int from, int to);
  }

  /** Works on so many values, each by itself. */
  public static void overValues(int count, Body body) {
    run(count, VALUES, body);
  }

  public static void run(int count, int bandSize, Body body) {
    IntStream.range(0, (count + bandSize - 1) / bandSize)
        .parallel()
        .forEach(band -> body.run(band * bandSize, Math.min(count, (band + 1) * bandSize)));
  }
}
