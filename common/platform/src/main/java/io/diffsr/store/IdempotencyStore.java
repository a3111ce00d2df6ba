package io.diffsr.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.UUID;

/**
 * Remembers answers by the caller's {@code Idempotency-Key}, so that a request sent twice makes one
 * job (draft-ietf-httpapi-idempotency-key-header).
 */
@ApplicationScoped
public class IdempotencyStore {
  /** A gateway that dies in mid-request must not block its key for ever. */
  private static final Duration IN_FLIGHT_LIMIT = Duration.ofMinutes(2);

  /** What a key means for the request that names it. */
  public sealed interface Claim {
    /** The key is new: go on, then {@link #complete} or {@link #abandon}. */
    record Fresh() implements Claim {}

    /** The same request was answered before. */
    record Answered(UUID job, String answer) implements Claim {}

    /** The same request is being worked on. */
    record InFlight() implements Claim {}

    /** The key was used for another request. */
    record OtherPayload() implements Claim {}
  }

  /**
   * Claims a key.
   *
   * @param payloadHash digest of everything the request asks for
   */
  @Transactional
  public Claim claim(String key, String payloadHash) {
    int inserted =
        IdempotencyRow.getEntityManager()
            .createNativeQuery(
                """
                insert into idempotency_key (key, payload_hash, created_at)
                values (?1, ?2, clock_timestamp())
                on conflict (key) do update
                  set payload_hash = excluded.payload_hash, created_at = excluded.created_at
                  where idempotency_key.answer is null
                    and idempotency_key.created_at
                        < clock_timestamp() - make_interval(secs => ?3)
                """)
            .setParameter(1, key)
            .setParameter(2, payloadHash)
            .setParameter(3, (double) IN_FLIGHT_LIMIT.toSeconds())
            .executeUpdate();
    if (inserted == 1) {
      return new Claim.Fresh();
    }
    IdempotencyRow row = IdempotencyRow.findById(key);
    if (row == null) {
      return new Claim.InFlight();
    }
    if (!row.payloadHash.equals(payloadHash)) {
      return new Claim.OtherPayload();
    }
    return row.answer == null || row.job == null
        ? new Claim.InFlight()
        : new Claim.Answered(row.job, row.answer);
  }

  /** Stores the answer; joins the transaction that accepts the job. */
  @Transactional
  public void complete(String key, UUID job, String answer) {
    int completed =
        IdempotencyRow.update(
            "job = ?1, answer = ?2 where key = ?3 and answer is null", job, answer, key);
    if (completed != 1) {
      // The claim ran out meanwhile and the request, sent again, was faster: one job is enough.
      throw new IllegalStateException(
          "another request with this idempotency key has been answered");
    }
  }

  /** The request came to nothing: the key is free again. */
  @Transactional
  public void abandon(String key) {
    IdempotencyRow.delete("key = ?1 and answer is null", key);
  }
}
