package io.diffsr.method;

/**
 * The seeds of several samples of one job. The first is the job's own, so that one sample is what a
 * job without samples gives; the k-th after it is the k-th output of SplitMix64 started at the
 * job's seed (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
 */
public final class SampleSeeds {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private SampleSeeds() {}

  /**
   * The seed of a sample.
   *
   * @param seed the job's
   * @param sample from 0
   */
  public static long of(long seed, int sample) {
    if (sample == 0) {
      return seed;
    }
    long mixed = seed + sample * GOLDEN_GAMMA;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
