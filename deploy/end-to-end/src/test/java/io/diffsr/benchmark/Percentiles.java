package io.diffsr.benchmark;

import java.util.List;

/**
 * Where most of some times lie.
 *
 * @param p50 half are no longer, in milliseconds
 * @param p99 all but a hundredth are no longer, in milliseconds
 * @param most the longest, in milliseconds
 */
record Percentiles(double p50, double p99, double most) {
  private static final double NANOSECONDS_PER_MILLISECOND = 1e6;

  /** Of times in nanoseconds, at least one; by the nearest rank. */
  static Percentiles of(List<Long> nanoseconds) {
    List<Long> sorted = nanoseconds.stream().sorted().toList();
    return new Percentiles(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
  }

  private static double at(List<Long> sorted, double share) {
    int rank = (int) Math.ceil(share * sorted.size());
    return sorted.get(rank - 1) / NANOSECONDS_PER_MILLISECOND;
  }
}
