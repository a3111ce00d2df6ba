package io.diffsr.standalone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.embedded.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends is started again, the later the oftener it ended soon. */
class SupervisedTest {
  @TempDir Path logs;
  private final AtomicLong clock = new AtomicLong();

  /** Prints the help and ends. */
  private ChildProcess ended() {
    ChildProcess process =
        ChildProcess.start(
            new ChildProcess.Program(
                "short",
                List.of(System.getProperty("java.class.path").split(":")),
                List.of(),
                DiffSrCommand.class.getName(),
                List.of("--help"),
                Map.of()),
            logs);
    process.handle().onExit().join();
    return process;
  }

  private void after(Duration pause) {
    clock.addAndGet(pause.toNanos());
  }

  @Test
  void aProcessThatEndsIsStartedAgainAfterItsWait() {
    ChildProcess first = ended();
    Supervised supervised = new Supervised(first, this::ended, clock::get);
    after(Duration.ofMinutes(5));
    String line = supervised.look().orElseThrow();
    assertTrue(line.startsWith("diffsr: short has ended with exit code 0: "), line);
    assertTrue(line.endsWith("; starting it again"), line);
    assertEquals(1, line.lines().count());
    assertTrue(supervised.look().isEmpty());
    ChildProcess second = supervised.process();
    assertNotSame(first, second);

    // This life was short.
    after(Duration.ofSeconds(3));
    assertTrue(supervised.look().orElseThrow().endsWith("; starting it again in 1 s"));
    assertEquals(1, supervised.shortLives());
    assertTrue(supervised.look().isEmpty());
    assertSame(second, supervised.process());
    after(Duration.ofSeconds(1));
    assertTrue(supervised.look().isEmpty());
    assertNotSame(second, supervised.process());
  }

  @Test
  void oneThatCannotBeStartedIsTriedAgain() {
    Supervised supervised =
        new Supervised(
            ended(),
            () -> {
              throw new IllegalStateException("the programs are missing");
            },
            clock::get);
    after(Duration.ofMinutes(5));
    assertTrue(supervised.look().isPresent());
    assertEquals("diffsr: the programs are missing", supervised.look().orElseThrow());
    assertTrue(supervised.look().isEmpty());
    after(Duration.ofMinutes(1));
    assertTrue(supervised.look().isPresent());
  }

  @Test
  void theWaitsDoubleUpToAMinute() {
    assertEquals(Duration.ZERO, Supervised.waitAfter(0));
    assertEquals(Duration.ofSeconds(1), Supervised.waitAfter(1));
    assertEquals(Duration.ofSeconds(2), Supervised.waitAfter(2));
    assertEquals(Duration.ofSeconds(32), Supervised.waitAfter(6));
    assertEquals(Duration.ofMinutes(1), Supervised.waitAfter(7));
    assertEquals(Duration.ofMinutes(1), Supervised.waitAfter(1000));
  }
}
