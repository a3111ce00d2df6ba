package io.diffsr.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request that named an idempotency key. */
@Entity
@Table(name = "idempotency_key")
class IdempotencyRow extends PanacheEntityBase {
  @Id String key;

  @Column(name = "payload_hash")
  String payloadHash;

  @Nullable UUID claim;

  @Nullable UUID job;

  @Column(name = "answer")
  @Nullable String answer;

  @Column(name = "created_at")
  Instant createdAt;
}
