package io.diffsr.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2015-10-21T07:27:00Z");

  @Test
  void readsSeconds() {
    assertEquals(Duration.ofMinutes(2), RetryAfter.read(" 120 ", NOW));
  }

  @Test
  void readsDates() {
    assertEquals(Duration.ofMinutes(1), RetryAfter.read("Wed, 21 Oct 2015 07:28:00 GMT", NOW));
  }

  @Test
  void aDateInThePastAsksForNothing() {
    assertEquals(Duration.ZERO, RetryAfter.read("Wed, 21 Oct 2015 07:26:00 GMT", NOW));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "-1", "soon", "99999999999999999999"})
  void anythingElseIsAsIfItWereMissing(String header) {
    assertNull(RetryAfter.read(header, NOW));
  }
}
