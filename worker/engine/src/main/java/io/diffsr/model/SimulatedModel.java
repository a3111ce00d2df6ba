package io.diffsr.model;

import java.time.Duration;

/**
 * A network of fixed cost that computes nothing: each call takes the same time on any machine, and
 * no processor. With it an installation is loaded as if it had as many accelerators as workers.
 *
 * @param name folder name in the model repository
 * @param calls per picture, at least 1
 * @param perCall what a call takes
 * @param executionProvider {@code cuda} or {@code cpu}
 * @param weights identifies it: SHA-256 of its files, in hex
 */
public record SimulatedModel(
    String name, int calls, Duration perCall, String executionProvider, String weights)
    implements NetworkMethod {
  @Override
  public NetworkMemory memory() {
    return NetworkMemory.NONE;
  }
}
