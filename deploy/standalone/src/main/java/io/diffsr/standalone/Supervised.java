package io.diffsr.standalone;

import io.diffsr.embedded.ChildProcess;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A process that is started again when it ends: at once after a long life, later each time after
 * short ones.
 */
final class Supervised {
  /** One that ends sooner would likely end again. */
  private static final Duration SHORT_LIFE = Duration.ofSeconds(30);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Supplier<ChildProcess> launch;
  private final LongSupplier nanoTime;
  private ChildProcess process;
  private long startedAt;
  private int shortLives;
  private boolean ended;
  private long dueAt;

  /**
   * @param process which runs
   * @param launch starts it again
   * @param nanoTime as {@link System#nanoTime}
   */
  Supervised(ChildProcess process, Supplier<ChildProcess> launch, LongSupplier nanoTime) {
    this.process = process;
    this.launch = launch;
    this.nanoTime = nanoTime;
    this.startedAt = nanoTime.getAsLong();
  }

  ChildProcess process() {
    return process;
  }

  /** How many lives in a row were short, the current one not counted. */
  int shortLives() {
    return shortLives;
  }

  /**
   * Starts the process again where it is due.
   *
   * @return a line for people where something has happened
   */
  Optional<String> look() {
    long now = nanoTime.getAsLong();
    if (!ended && process.alive()) {
      return Optional.empty();
    }
    if (!ended) {
      ended = true;
      boolean shortLife = now - startedAt < SHORT_LIFE.toNanos();
      shortLives = shortLife ? shortLives + 1 : 0;
      Duration wait = waitAfter(shortLives);
      dueAt = now + wait.toNanos();
      return Optional.of(
          "diffsr: %s; starting it again%s"
              .formatted(process.ending(), wait.isZero() ? "" : " in " + wait.toSeconds() + " s"));
    }
    if (now < dueAt) {
      return Optional.empty();
    }
    try {
      process = launch.get();
    } catch (RuntimeException e) {
      dueAt = now + LONGEST_WAIT.toNanos();
      return Optional.of("diffsr: " + e.getMessage());
    }
    startedAt = now;
    ended = false;
    return Optional.empty();
  }

  /** The wait after so many short lives in a row. */
  static Duration waitAfter(int shortLives) {
    if (shortLives == 0) {
      return Duration.ZERO;
    }
    Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(shortLives - 1, 10));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }
}
