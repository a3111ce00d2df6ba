package io.diffsr.testing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/** Waiting for what other threads will do. */
public final class Conditions {
  /** Much longer than anything takes, so that a slow machine fails no test. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final long LOOK_EVERY_MILLIS = 20;

  private Conditions() {}

  /** Looks again and again until what is seen is as wanted, and returns it. */
  public static <T> T await(Supplier<T> look, Predicate<T> wanted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      T seen = look.get();
      if (wanted.test(seen)) {
        return seen;
      }
      if (System.nanoTime() > end) {
        return Assertions.fail("in vain; what is seen is " + seen);
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    }
  }
}
