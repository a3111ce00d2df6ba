package io.diffsr.webhook;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One message to one receiver. */
@Entity
@Table(name = "webhook_delivery")
class WebhookDeliveryRow extends PanacheEntityBase {
  @Id UUID id;

  @Column(name = "job")
  UUID job;

  @Column(name = "type")
  String type;

  @Column(name = "url")
  String url;

  @Column(name = "body")
  String body;

  @Enumerated(EnumType.STRING)
  @Column(name = "status")
  WebhookDeliveryStatus status;

  /** Numbers what was sent; never falls. */
  @Column(name = "attempts")
  int attempts;

  /** What failed since the delivery was last asked for. */
  @Column(name = "failures")
  int failures;

  @Column(name = "next_attempt_at")
  @Nullable Instant nextAttemptAt;

  @Column(name = "created_at")
  Instant createdAt;
}
