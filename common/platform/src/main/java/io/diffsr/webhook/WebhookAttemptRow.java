package io.diffsr.webhook;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One attempt to deliver a webhook. */
@Entity
@Table(name = "webhook_attempt")
@IdClass(WebhookAttemptRow.Key.class)
class WebhookAttemptRow extends PanacheEntityBase {
  record Key(UUID delivery, int attempt) implements Serializable {}

  @Id UUID delivery;
  @Id int attempt;

  @Column(name = "at")
  Instant at;

  @Column(name = "status_code")
  @Nullable Integer statusCode;

  @Column(name = "error")
  @Nullable String error;

  @Column(name = "duration_millis")
  long durationMillis;
}
