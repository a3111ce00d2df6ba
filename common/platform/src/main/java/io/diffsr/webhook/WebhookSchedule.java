package io.diffsr.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When a webhook is sent again (Standard Webhooks, "Deliverability and reliability").
 *
 * @param waits the wait before each attempt, counted from the failure of the one before; as many
 *     attempts as there are waits, at least one
 */
public record WebhookSchedule(List<Duration> waits) {
  /** Ten attempts over a little more than three days. */
  public static final WebhookSchedule DEFAULT =
      new WebhookSchedule(
          List.of(
              Duration.ZERO,
              Duration.ofSeconds(5),
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofHours(2),
              Duration.ofHours(5),
              Duration.ofHours(10),
              Duration.ofHours(14),
              Duration.ofHours(20),
              Duration.ofHours(24)));

  /** Upper bound of what a receiver may ask for in {@code Retry-After}. */
  public static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

  /** A wait is prolonged by up to this share, so that receivers are not flooded in step. */
  public static final double JITTER = 0.1;

  private static final int GONE = 410;

  /**
   * @throws IllegalArgumentException when there is no wait, or one is negative
   */
  public WebhookSchedule {
    waits = List.copyOf(waits);
    if (waits.isEmpty() || waits.stream().anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException("a schedule needs waits of at least 0, was " + waits);
    }
  }

  /**
   * What a receiver answered.
   *
   * @param statusCode HTTP status, or null where no answer came
   * @param retryAfter how long the receiver wants to be left alone, or null
   */
  public record Answer(@Nullable Integer statusCode, @Nullable Duration retryAfter) {
    /** No answer came. */
    public static final Answer NONE = new Answer(null, null);

    /** Whether the receiver accepted the message: only 2xx does. */
    public boolean success() {
      return statusCode != null && statusCode >= 200 && statusCode < 300;
    }

    /** Whether the receiver wants no more messages at all. */
    public boolean gone() {
      return statusCode != null && statusCode == GONE;
    }
  }

  /** What follows an attempt. */
  public sealed interface Next {
    /** The message has arrived. */
    record Delivered() implements Next {}

    /** Another attempt, after a wait. */
    record Again(Duration delay) implements Next {}

    /** That was the last attempt. */
    record GivenUp() implements Next {}

    /** The receiver wants no more messages (410). */
    record Gone() implements Next {}
  }

  /**
   * What follows an answer.
   *
   * @param delivery id of the delivery; with {@code attempt} it determines the jitter
   * @param attempt number of the attempt that was answered, from 1
   */
  public Next after(UUID delivery, int attempt, Answer answer) {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempts are counted from 1, was " + attempt);
    }
    if (answer.success()) {
      return new Next.Delivered();
    }
    if (answer.gone()) {
      return new Next.Gone();
    }
    if (attempt >= waits.size()) {
      return new Next.GivenUp();
    }
    Duration wait = jittered(waits.get(attempt), delivery, attempt);
    return new Next.Again(longer(wait, answer.retryAfter()));
  }

  private static Duration jittered(Duration wait, UUID delivery, int attempt) {
    long seed = delivery.getMostSignificantBits() ^ delivery.getLeastSignificantBits();
    double share = JITTER * new Random(seed + attempt).nextDouble();
    return wait.plusMillis(Math.round(wait.toMillis() * share));
  }

  private static Duration longer(Duration wait, @Nullable Duration retryAfter) {
    if (retryAfter == null || retryAfter.compareTo(wait) <= 0) {
      return wait;
    }
    Duration bound = wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? wait : LONGEST_RETRY_AFTER;
    return retryAfter.compareTo(bound) > 0 ? bound : retryAfter;
  }
}
