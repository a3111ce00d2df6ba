package io.diffsr.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.webhook.WebhookSchedule.Answer;
import io.diffsr.webhook.WebhookSchedule.Next;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookScheduleTest {
  private static final UUID DELIVERY = UUID.fromString("0198c0de-0000-7000-8000-000000000001");
  private static final Answer FAILURE = new Answer(500, null);

  @ParameterizedTest
  @CsvSource({
    "1, PT5S",
    "2, PT5M",
    "3, PT30M",
    "4, PT2H",
    "5, PT5H",
    "6, PT10H",
    "7, PT14H",
    "8, PT20H",
    "9, PT24H"
  })
  void waitsLongerAfterEachFailureAndNeverLessThanPromised(int attempt, Duration promised) {
    Duration wait = waitAfter(DELIVERY, attempt, FAILURE);
    assertTrue(wait.compareTo(promised) >= 0, wait::toString);
    assertTrue(wait.toMillis() <= 1.1 * promised.toMillis(), wait::toString);
  }

  @Test
  void givesUpAfterTheTenthAttempt() {
    assertInstanceOf(Next.Again.class, WebhookSchedule.DEFAULT.after(DELIVERY, 9, FAILURE));
    assertInstanceOf(Next.GivenUp.class, WebhookSchedule.DEFAULT.after(DELIVERY, 10, FAILURE));
    assertInstanceOf(Next.GivenUp.class, WebhookSchedule.DEFAULT.after(DELIVERY, 11, Answer.NONE));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 299})
  void anySuccessStatusDelivers(int status) {
    assertInstanceOf(
        Next.Delivered.class,
        WebhookSchedule.DEFAULT.after(DELIVERY, 10, new Answer(status, null)));
  }

  @ParameterizedTest
  @ValueSource(ints = {199, 300, 301, 302, 307, 400, 404, 429, 500, 503})
  void anyOtherStatusIsAFailure(int status) {
    assertInstanceOf(
        Next.Again.class, WebhookSchedule.DEFAULT.after(DELIVERY, 1, new Answer(status, null)));
  }

  @Test
  void goneEndsAtOnce() {
    assertInstanceOf(
        Next.Gone.class,
        WebhookSchedule.DEFAULT.after(DELIVERY, 1, new Answer(410, Duration.ofSeconds(1))));
  }

  @Test
  void retryAfterIsHonouredButNeverShortensAWaitAndIsBounded() {
    assertEquals(
        Duration.ofMinutes(7), waitAfter(DELIVERY, 1, new Answer(429, Duration.ofMinutes(7))));
    assertEquals(
        waitAfter(DELIVERY, 3, FAILURE),
        waitAfter(DELIVERY, 3, new Answer(503, Duration.ofSeconds(1))));
    assertEquals(
        WebhookSchedule.LONGEST_RETRY_AFTER,
        waitAfter(DELIVERY, 1, new Answer(503, Duration.ofDays(9999))));
    assertEquals(
        waitAfter(DELIVERY, 9, FAILURE),
        waitAfter(DELIVERY, 9, new Answer(503, Duration.ofDays(9999))));
  }

  @Test
  void jitterDependsOnDeliveryAndAttemptAndNothingElse() {
    UUID other = UUID.fromString("0198c0de-0000-7000-8000-000000000002");
    assertEquals(waitAfter(DELIVERY, 2, FAILURE), waitAfter(DELIVERY, 2, FAILURE));
    assertNotEquals(waitAfter(DELIVERY, 4, FAILURE), waitAfter(other, 4, FAILURE));
  }

  @Test
  void attemptsAreCountedFromOne() {
    assertThrows(
        IllegalArgumentException.class, () -> WebhookSchedule.DEFAULT.after(DELIVERY, 0, FAILURE));
  }

  @Test
  void aScheduleHasAtLeastOneAttemptAndNoNegativeWait() {
    assertThrows(IllegalArgumentException.class, () -> new WebhookSchedule(List.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new WebhookSchedule(List.of(Duration.ZERO, Duration.ofSeconds(-1))));
    assertInstanceOf(
        Next.GivenUp.class,
        new WebhookSchedule(List.of(Duration.ZERO)).after(DELIVERY, 1, FAILURE));
  }

  private static Duration waitAfter(UUID delivery, int attempt, Answer answer) {
    return assertInstanceOf(
            Next.Again.class, WebhookSchedule.DEFAULT.after(delivery, attempt, answer))
        .delay();
  }
}
