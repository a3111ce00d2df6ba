package io.diffsr.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** The row of a job; only this package sees it. */
@Entity
@Table(name = "job")
class JobRow extends PanacheEntityBase {
  @Id UUID id;

  /** Name of a JobStatus; a newer version may write one that this version does not know. */
  @Column(name = "status")
  String status;

  @Column(name = "status_version")
  int statusVersion;

  @Column(name = "attempt")
  int attempt;

  @Column(name = "failed_attempts")
  int failedAttempts;

  @Column(name = "tenant")
  String tenant;

  @Column(name = "priority")
  int priority;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "spec")
  String spec;

  @Column(name = "created_at")
  Instant createdAt;

  @Column(name = "available_at")
  Instant availableAt;

  @Nullable Instant deadline;

  @Column(name = "released_at")
  @Nullable Instant releasedAt;

  @Column(name = "releases")
  int releases;

  @Column(name = "lease_worker")
  @Nullable String leaseWorker;

  @Column(name = "lease_until")
  @Nullable Instant leaseUntil;

  @Column(name = "started_at")
  @Nullable Instant startedAt;

  @Column(name = "finished_at")
  @Nullable Instant finishedAt;

  @Column(name = "expires_at")
  @Nullable Instant expiresAt;

  @Column(name = "input_due_at")
  @Nullable Instant inputDueAt;

  @Column(name = "result_due_at")
  @Nullable Instant resultDueAt;

  @Column(name = "removal_requested")
  boolean removalRequested;

  @Nullable String network;

  @Column(name = "start_network")
  @Nullable String startNetwork;

  @Column(name = "input_pixels")
  long inputPixels;

  @Column(name = "output_pixels")
  long outputPixels;

  @Column(name = "memory")
  long memory;

  @Column(name = "set_aside_at")
  @Nullable Instant setAsideAt;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "progress")
  @Nullable String progress;

  @Column(name = "checkpoint_percent")
  double checkpointPercent;

  @Column(name = "advanced")
  boolean advanced;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "result")
  @Nullable String result;

  @JdbcTypeCode(SqlTypes.JSON)
  @Column(name = "error")
  @Nullable String error;
}
