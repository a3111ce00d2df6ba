package io.diffsr.noise;

/**
 * The counter-based random generator Philox4x32-10 (Salmon et al., "Parallel random numbers: as
 * easy as 1, 2, 3", SC 2011): a keyed bijection of 128-bit counters whose values are statistically
 * independent. The value at a counter needs no other value, hence no order and no state.
 */
public final class Philox {
  private static final int ROUNDS = 10;
  private static final long MULTIPLIER_0 = 0xD2511F53L;
  private static final long MULTIPLIER_1 = 0xCD9E8D57L;
  private static final int KEY_STEP_0 = 0x9E3779B9;
  private static final int KEY_STEP_1 = 0xBB67AE85;
  private static final long LOW_WORD = 0xFFFFFFFFL;

  private final int key0;
  private final int key1;

  Philox(int key0, int key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** The generator of this seed, its low word first. */
  public static Philox of(long seed) {
    return new Philox((int) seed, (int) (seed >>> Integer.SIZE));
  }

  /** Writes the four words at this counter to {@code words[0..3]}. */
  public void generate(int counter0, int counter1, int counter2, int counter3, int[] words) {
    int word0 = counter0;
    int word1 = counter1;
    int word2 = counter2;
    int word3 = counter3;
    int k0 = key0;
    int k1 = key1;
    for (int round = 0; round < ROUNDS; round++) {
      long product0 = MULTIPLIER_0 * (word0 & LOW_WORD);
      long product1 = MULTIPLIER_1 * (word2 & LOW_WORD);
      word0 = (int) (product1 >>> Integer.SIZE) ^ word1 ^ k0;
      word1 = (int) product1;
      word2 = (int) (product0 >>> Integer.SIZE) ^ word3 ^ k1;
      word3 = (int) product0;
      k0 += KEY_STEP_0;
      k1 += KEY_STEP_1;
    }
    words[0] = word0;
    words[1] = word1;
    words[2] = word2;
    words[3] = word3;
  }
}
