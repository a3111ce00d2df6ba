package io.diffsr.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;

/** Waiting for what other threads will do. */
public final class Conditions {
  /** Much longer than anything takes, so that a slow machine fails no test. */
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration PATIENCE_WITH_PROCESSES = Duration.ofMinutes(3);
  private static final long POLL_MILLIS = 20;

  private Conditions() {}

  /** Polls until the value is as wanted, and returns it. */
  public static <T> T await(Supplier<T> look, Predicate<T> wanted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      T seen = look.get();
      if (wanted.test(seen)) {
        return seen;
      }
      if (System.nanoTime() > end) {
        return Assertions.fail("waited in vain; last seen: " + seen);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }

  /**
   * Waits for what whole processes will do. A look that fails is made again.
   *
   * @param what is waited for, for the message
   * @param show how the last value is shown where the patience ends
   */
  public static <T> T await(
      String what, Callable<T> look, Predicate<T> wanted, Function<T, String> show) {
    long end = System.nanoTime() + PATIENCE_WITH_PROCESSES.toNanos();
    String last = "nothing";
    while (System.nanoTime() < end) {
      try {
        T value = look.call();
        if (wanted.test(value)) {
          return value;
        }
        last = show.apply(value);
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      } catch (Exception e) {
        last = e.toString();
      }
    }
    throw new AssertionError("waited for " + what + " in vain; last seen: " + last);
  }

  /** Waits until something holds that whole processes bring about. */
  public static void await(String what, Callable<Boolean> holds) {
    await(what, holds, value -> value, String::valueOf);
  }
}
