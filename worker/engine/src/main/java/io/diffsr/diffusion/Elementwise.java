package io.diffsr.diffusion;

import java.util.stream.IntStream;

/** Work on every value of a canvas by itself, in parallel; its order changes no value. */
final class Elementwise {
  private static final int CHUNK = 1 << 15;

  private Elementwise() {}

  /** Works on the values {@code from..to-1}. */
  @FunctionalInterface
  interface Body {
    void run(int from, int to);
  }

  static void run(int length, Body body) {
    if (length <= CHUNK) {
      body.run(0, length);
      return;
    }
    IntStream.range(0, (length + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(chunk -> body.run(chunk * CHUNK, (int) Math.min(length, (chunk + 1L) * CHUNK)));
  }
}
