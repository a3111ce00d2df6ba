package io.diffsr.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Leases that ran out count only while they could have been renewed. */
class SteadinessTest {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final AtomicLong clock = new AtomicLong(-1_000);
  private final Steadiness database = new Steadiness(GRACE, clock::get);

  private boolean lookAfter(Duration pause) {
    clock.addAndGet(pause.toNanos());
    return database.look();
  }

  private void steady() {
    for (int second = 0; second < 10; second++) {
      assertFalse(database.look());
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    assertTrue(database.look());
  }

  @Test
  void aFreshProcessKnowsNothingYet() {
    steady();
  }

  @Test
  void aLookThatComesLateBeginsTheGraceAnew() {
    steady();
    assertTrue(lookAfter(Duration.ofSeconds(10)));
    assertFalse(lookAfter(Duration.ofSeconds(11)));
    steady();
  }

  @Test
  void aLookThatFailsBeginsTheGraceAnew() {
    steady();
    database.disturbed();
    assertFalse(lookAfter(Duration.ofSeconds(9)));
    assertTrue(lookAfter(Duration.ofSeconds(1)));
  }

  @Test
  void withoutGraceItIsSteadyAtOnceAndAnswersMayStillTakeAWhile() {
    Steadiness patient = new Steadiness(Duration.ZERO, clock::get);
    assertTrue(patient.look());
    assertEquals(Duration.ofSeconds(2), patient.patience());
  }
}
