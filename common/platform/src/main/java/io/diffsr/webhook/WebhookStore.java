package io.diffsr.webhook;

import io.diffsr.store.DatabaseClock;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * The messages that {@link WebhookOutbox} wrote and what became of them. Any number of gateways may
 * send side by side: each takes messages under a lease, and one that dies loses none.
 */
@ApplicationScoped
public class WebhookStore {
  private final EntityManager entities;

  @Inject
  WebhookStore(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * A message that is to be sent now.
   *
   * @param delivery stable over all attempts
   * @param attempt number of this attempt, from 1
   * @param body the same bytes with every attempt
   */
  public record Due(UUID delivery, UUID job, int attempt, String type, URI url, String body) {}

  /**
   * How an attempt went.
   *
   * @param answer what the receiver answered
   * @param error why no answer came, or null
   */
  public record SendOutcome(
      WebhookSchedule.Answer answer, @Nullable String error, Duration duration) {
    public SendOutcome {
      // A receiver has a hand in it, and PostgreSQL holds no NUL.
      error = error == null ? null : error.replaceAll("\\p{Cntrl}", " ");
    }
  }

  /** An attempt that was made. */
  public record DeliveryAttempt(
      int number,
      Instant at,
      @Nullable Integer statusCode,
      @Nullable String error,
      Duration duration) {}

  /**
   * A delivery with its attempts, oldest first.
   *
   * @param nextAttemptAt null unless pending; while an attempt is under way, when it is given up
   */
  public record Delivery(
      UUID id,
      UUID job,
      String type,
      URI url,
      WebhookDeliveryStatus status,
      @Nullable Instant nextAttemptAt,
      Instant createdAt,
      List<DeliveryAttempt> attempts) {}

  /**
   * Takes messages that are due, longest due first. What is not recorded within the lease is due
   * again.
   *
   * @param lease longer than an attempt may take
   */
  @Transactional
  public List<Due> due(int most, Duration lease) {
    NativeQuery<WebhookDeliveryRow> claim =
        entities
            .unwrap(Session.class)
            .createNativeQuery(
                """
                update webhook_delivery set attempts = attempts + 1,
                  next_attempt_at = clock_timestamp() + make_interval(secs => ?2)
                where id in (
                  select id from webhook_delivery
                  where status = 'PENDING' and next_attempt_at <= clock_timestamp()
                  order by next_attempt_at limit ?1 for update skip locked)
                returning *
                """,
                WebhookDeliveryRow.class);
    claim.setParameter(1, most);
    claim.setParameter(2, seconds(lease));
    return claim.getResultList().stream()
        .map(row -> new Due(row.id, row.job, row.attempts, row.type, URI.create(row.url), row.body))
        .toList();
  }

  /**
   * Notes how an attempt went and what follows. An attempt that was overtaken by a later one, after
   * its lease ran out, decides nothing unless it succeeded. A receiver that answers 410 gets no
   * more messages about this job.
   */
  @Transactional
  public void record(Due sent, SendOutcome outcome, WebhookSchedule schedule) {
    WebhookDeliveryRow row =
        WebhookDeliveryRow.findById(sent.delivery(), LockModeType.PESSIMISTIC_WRITE);
    if (row == null) {
      return; // The job was deleted meanwhile.
    }
    Instant now = DatabaseClock.now(entities);
    attempt(sent, outcome, now).persist();
    WebhookSchedule.Answer answer = outcome.answer();
    boolean overtaken = row.attempts != sent.attempt();
    if (row.status != WebhookDeliveryStatus.PENDING || (overtaken && !answer.success())) {
      return;
    }
    WebhookSchedule.Next next = schedule.after(row.id, row.failures + 1, answer);
    if (next instanceof WebhookSchedule.Next.Delivered) {
      end(row, WebhookDeliveryStatus.SUCCEEDED);
    } else if (next instanceof WebhookSchedule.Next.Again again) {
      row.failures++;
      row.nextAttemptAt = now.plus(again.delay());
    } else if (next instanceof WebhookSchedule.Next.GivenUp) {
      row.failures++;
      end(row, WebhookDeliveryStatus.FAILED);
    } else {
      WebhookDeliveryRow.update(
          "status = ?1, nextAttemptAt = null where job = ?2 and status = ?3",
          WebhookDeliveryStatus.GONE,
          row.job,
          WebhookDeliveryStatus.PENDING);
    }
  }

  private static void end(WebhookDeliveryRow row, WebhookDeliveryStatus status) {
    row.status = status;
    row.nextAttemptAt = null;
  }

  private static WebhookAttemptRow attempt(Due sent, SendOutcome outcome, Instant now) {
    WebhookAttemptRow attempt = new WebhookAttemptRow();
    attempt.delivery = sent.delivery();
    attempt.attempt = sent.attempt();
    attempt.at = now.minus(outcome.duration());
    attempt.statusCode = outcome.answer().statusCode();
    attempt.error = outcome.error();
    attempt.durationMillis = outcome.duration().toMillis();
    return attempt;
  }

  /** The deliveries of a job with their attempts, oldest first. */
  @Transactional
  public List<Delivery> ofJob(UUID job) {
    return WebhookDeliveryRow.<WebhookDeliveryRow>list("job", Sort.by("createdAt", "id"), job)
        .stream()
        .map(WebhookStore::read)
        .toList();
  }

  /** The job that a delivery is about, if there is such a delivery. */
  public Optional<UUID> jobOf(UUID delivery) {
    return WebhookDeliveryRow.<WebhookDeliveryRow>findByIdOptional(delivery).map(row -> row.job);
  }

  /**
   * Sends a message again, at once and with all its attempts before it, whatever became of it so
   * far. Its id and body stay.
   *
   * @return empty when there is no such delivery
   */
  @Transactional
  public Optional<Delivery> redeliver(UUID id) {
    WebhookDeliveryRow row = WebhookDeliveryRow.findById(id, LockModeType.PESSIMISTIC_WRITE);
    if (row == null) {
      return Optional.empty();
    }
    // Asked first: the question makes Hibernate write what has changed by then.
    Instant now = DatabaseClock.now(entities);
    row.status = WebhookDeliveryStatus.PENDING;
    row.failures = 0;
    row.nextAttemptAt = now;
    return Optional.of(read(row));
  }

  private static Delivery read(WebhookDeliveryRow row) {
    List<DeliveryAttempt> attempts =
        WebhookAttemptRow.<WebhookAttemptRow>list("delivery", Sort.by("attempt"), row.id).stream()
            .map(
                attempt ->
                    new DeliveryAttempt(
                        attempt.attempt,
                        attempt.at,
                        attempt.statusCode,
                        attempt.error,
                        Duration.ofMillis(attempt.durationMillis)))
            .toList();
    return new Delivery(
        row.id,
        row.job,
        row.type,
        URI.create(row.url),
        row.status,
        row.nextAttemptAt,
        row.createdAt,
        attempts);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
