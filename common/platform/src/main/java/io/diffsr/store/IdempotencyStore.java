package io.diffsr.store;

import io.diffsr.request.JobSpec;
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
  /**
   * A gateway that dies in mid-request must not block its key for ever: after so long, the same
   * request may take the claim over.
   */
  private static final Duration IN_FLIGHT_LIMIT = Duration.ofMinutes(2);

  /** What a key means for the request that names it. */
  public sealed interface Claim {
    /**
     * The key is new: go on, then {@link #complete} or {@link #abandon}.
     *
     * @param fence names this claim, should another take it over meanwhile
     */
    record Fresh(UUID fence) implements Claim {}

    /** The same request was answered before. */
    record Answered(UUID job, String answer) implements Claim {}

    /** The same request is being worked on. */
    record InFlight() implements Claim {}

    /** The key was used for another request. */
    record OtherPayload() implements Claim {}
  }

  /**
   * A tenant's key as it is stored. Callers' keys are of printable characters, so that no other
   * tenant's is the same.
   */
  public static String ofTenant(String tenant, String key) {
    return tenant.equals(JobSpec.DEFAULT_TENANT) ? key : tenant + '\u0001' + key;
  }

  /**
   * Claims a key.
   *
   * @param payloadHash digest of everything the request asks for
   */
  @Transactional
  public Claim claim(String key, String payloadHash) {
    UUID fence = UUID.randomUUID();
    int inserted =
        IdempotencyRow.getEntityManager()
            .createNativeQuery(
                """
                insert into idempotency_key (key, payload_hash, claim, created_at)
                values (?1, ?2, ?4, clock_timestamp())
                on conflict (key) do update
                  set claim = excluded.claim, created_at = excluded.created_at
                  where idempotency_key.answer is null
                    and idempotency_key.payload_hash = excluded.payload_hash
                    and idempotency_key.created_at
                        < clock_timestamp() - make_interval(secs => ?3)
                """)
            .setParameter(1, key)
            .setParameter(2, payloadHash)
            .setParameter(3, (double) IN_FLIGHT_LIMIT.toSeconds())
            .setParameter(4, fence)
            .executeUpdate();
    if (inserted == 1) {
      return new Claim.Fresh(fence);
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

  /**
   * Stores the answer; joins the transaction that accepts the job.
   *
   * @throws LostClaimException when the claim ran out and the same request, sent again, took it
   *     over: one job is enough
   */
  @Transactional
  public void complete(String key, UUID fence, UUID job, String answer) {
    // The row refers to the job's, which is not yet inserted.
    IdempotencyRow.flush();
    int completed =
        IdempotencyRow.update(
            "job = ?1, answer = ?2 where key = ?3 and claim = ?4 and answer is null",
            job,
            answer,
            key,
            fence);
    if (completed != 1) {
      throw new LostClaimException(key);
    }
  }

  /** The request came to nothing: the key is free again, unless another has claimed it. */
  @Transactional
  public void abandon(String key, UUID fence) {
    IdempotencyRow.delete("key = ?1 and claim = ?2 and answer is null", key, fence);
  }

  /** Another request with the same key and payload has taken the claim over. */
  public static final class LostClaimException extends RuntimeException {
    LostClaimException(String key) {
      super("the claim on idempotency key " + key + " was taken over");
    }
  }
}
