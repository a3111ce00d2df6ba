package io.diffsr.store;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A worker that has registered. */
@Entity
@Table(name = "worker")
class WorkerRow extends PanacheEntityBase {
  @Id String name;

  @Column(name = "slots")
  int slots;

  @Column(name = "slot_memory")
  long slotMemory;

  @Column(name = "execution_provider")
  String executionProvider;

  @Column(name = "started_at")
  Instant startedAt;

  @Column(name = "seen_at")
  Instant seenAt;
}
