package io.diffsr.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final RetryPolicy POLICY =
      new RetryPolicy(100, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(5));

  @Test
  void transientFailuresWaitTwiceAsLongEachTime() {
    for (int failures = 1; failures <= 8; failures++) {
      assertEquals(
          Optional.of(Duration.ofSeconds(1L << failures)),
          POLICY.delayAfter(failures, ErrorCategory.TRANSIENT));
    }
  }

  @Test
  void resourceFailuresWaitLonger() {
    assertEquals(Optional.of(Duration.ofSeconds(20)), POLICY.delayAfter(2, ErrorCategory.RESOURCE));
  }

  @Test
  void noWaitIsLongerThanTheLongest() {
    assertEquals(Optional.of(Duration.ofMinutes(5)), POLICY.delayAfter(9, ErrorCategory.TRANSIENT));
    assertEquals(Optional.of(Duration.ofMinutes(5)), POLICY.delayAfter(99, ErrorCategory.RESOURCE));
  }

  @Test
  void aFaultOfTheInputIsNeverTriedAgain() {
    assertEquals(Optional.empty(), POLICY.delayAfter(1, ErrorCategory.INPUT));
  }

  @Test
  void theLastAttemptIsTheLast() {
    assertEquals(
        Optional.of(Duration.ofSeconds(4)),
        RetryPolicy.DEFAULT.delayAfter(2, ErrorCategory.TRANSIENT));
    assertEquals(Optional.empty(), RetryPolicy.DEFAULT.delayAfter(3, ErrorCategory.TRANSIENT));
  }

  @Test
  void noAttemptAtAllIsNoPolicy() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new RetryPolicy(0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }
}
