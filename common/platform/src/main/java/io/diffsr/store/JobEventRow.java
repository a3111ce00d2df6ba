package io.diffsr.store;

import io.diffsr.job.JobEvent;
import io.diffsr.job.JobStatus;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.UUID;

/** One recorded change of status. */
@Entity
@Table(name = "job_event")
@IdClass(JobEventRow.Key.class)
class JobEventRow extends PanacheEntityBase {
  record Key(UUID job, int version) implements Serializable {}

  @Id UUID job;
  @Id int version;

  @Enumerated(EnumType.STRING)
  @Column(name = "status")
  JobStatus status;

  @Column(name = "attempt")
  int attempt;

  @Column(name = "at")
  Instant at;

  static JobEventRow of(JobEvent event) {
    JobEventRow row = new JobEventRow();
    row.job = event.job();
    row.version = event.version();
    row.status = event.status();
    row.attempt = event.attempt();
    row.at = event.at();
    return row;
  }

  JobEvent toEvent() {
    return new JobEvent(job, version, status, attempt, at);
  }
}
