package io.diffsr.endtoend;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;

/** Waits for what must happen, with patience for a slow machine. */
final class Conditions {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private Conditions() {}

  /**
   * Waits until a value is as wanted, and answers it. A look that fails is made again.
   *
   * @param show how the last value is shown where the patience ends
   */
  static <T> T await(String what, Callable<T> look, Predicate<T> wanted, Function<T, String> show) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    String last = "nothing";
    while (System.nanoTime() < end) {
      try {
        T value = look.call();
        if (wanted.test(value)) {
          return value;
        }
        last = show.apply(value);
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (Exception e) {
        last = e.toString();
      }
    }
    throw new AssertionError("waited for " + what + " in vain; last seen: " + last);
  }

  static void await(String what, Callable<Boolean> holds) {
    await(what, holds, value -> value, String::valueOf);
  }
}
