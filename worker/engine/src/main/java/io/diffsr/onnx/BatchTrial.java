package io.diffsr.onnx;

import io.diffsr.diffusion.Denoiser;
import java.util.function.LongSupplier;

/**
 * Finds how many tiles a call of a network should take on this processor, by timing a few calls.
 * Bytes do not depend on it: a batch is that many independent pictures.
 */
final class BatchTrial {
  private static final int[] LARGER_BATCHES = {2, 4};

  /** Gains below this are within the noise of a clock on a busy machine. */
  private static final double LEAST_GAIN = 0.04;

  /** Beyond it a trial takes longer than what it saves. */
  private static final double LONGEST_CALL = 2e9;

  private final Denoiser network;
  private final int channels;
  private final int edge;
  private final LongSupplier nanoTime;

  /**
   * @param channels of the network's sample
   * @param edge of a tile
   * @param nanoTime a clock, in nanoseconds
   */
  BatchTrial(Denoiser network, int channels, int edge, LongSupplier nanoTime) {
    this.network = network;
    this.channels = channels;
    this.edge = edge;
    this.nanoTime = nanoTime;
  }

  /** The batch of least time per tile; a larger one only where it is clearly quicker. */
  int best() {
    int best = 1;
    double least = nanosecondsPerTile(1);
    for (int batch : LARGER_BATCHES) {
      if (least * batch > LONGEST_CALL) {
        break;
      }
      double taken = nanosecondsPerTile(batch);
      if (taken < (1 - LEAST_GAIN) * least) {
        best = batch;
        least = taken;
      }
    }
    return best;
  }

  /** The quicker of two calls, the first of which also makes room in the runtime's memory. */
  private double nanosecondsPerTile(int batch) {
    float[] samples = new float[batch * channels * edge * edge];
    long least = Long.MAX_VALUE;
    for (int call = 0; call < 2; call++) {
      long start = nanoTime.getAsLong();
      network.predict(samples, batch, edge, edge, 0);
      least = Math.min(least, nanoTime.getAsLong() - start);
    }
    return (double) least / batch;
  }
}
