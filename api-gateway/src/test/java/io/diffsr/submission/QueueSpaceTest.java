package io.diffsr.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.testing.Conditions;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The queue's limit, with a queue that is a number. */
class QueueSpaceTest {
  private static final int LIMIT = 100;

  private final AtomicLong queued = new AtomicLong();
  private final AtomicInteger counts = new AtomicInteger();
  private final QueueSpace space =
      new QueueSpace(
          () -> {
            counts.incrementAndGet();
            return queued.get();
          },
          LIMIT);

  private boolean submit() {
    boolean accepted = space.take();
    if (accepted) {
      queued.incrementAndGet();
    }
    return accepted;
  }

  @Test
  void takesAsManyAsTheLimitWithoutCountingForEach() {
    for (int i = 0; i < LIMIT; i++) {
      assertTrue(submit());
    }
    assertFalse(submit());
    assertEquals(LIMIT, queued.get());
    assertTrue(counts.get() < LIMIT / 2, "counted " + counts + " times");
  }

  @Test
  void refusesNothingByAnOldCount() {
    queued.set(LIMIT);
    assertFalse(submit());
    queued.decrementAndGet();
    assertTrue(submit());
    assertFalse(submit());
  }

  @Test
  void noticesWhatOthersAccept() throws Exception {
    assertTrue(submit());
    queued.set(LIMIT);
    Conditions.await(this::submit, accepted -> !accepted);
  }
}
