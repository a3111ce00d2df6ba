package io.diffsr.problem;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names an answer so that it can be found in the log: 16 bytes in hex, as in W3C Trace Context. */
final class TraceId {
  private TraceId() {}

  static String next() {
    byte[] bytes = new byte[16];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
