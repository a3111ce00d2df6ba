package io.diffsr.picture;

import java.util.stream.IntStream;

/**
 * Splits a range of rows or columns into bands of fixed size and works on them in parallel. The
 * partition does not depend on the number of threads.
 */
public final class Bands {

  private Bands() {}

  /** What is done with the indices {@code from..to-1}; bands must not touch each other's data. */
  @FunctionalInterface
  public interface Body {
    public void run(int from, int to);
  }

  public static void run(int count, int bandSize, Body body) {
    IntStream.range(0, (count + bandSize - 1) / bandSize)
        .parallel()
        .forEach(band -> body.run(band * bandSize, Math.min(count, (band + 1) * bandSize)));
  }
}
