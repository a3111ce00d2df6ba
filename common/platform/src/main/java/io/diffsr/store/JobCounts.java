package io.diffsr.store;

import io.diffsr.job.JobStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.hibernate.Session;

/** How many jobs there are, for metrics. */
@ApplicationScoped
@Transactional
public class JobCounts {
  private final EntityManager entities;

  @Inject
  JobCounts(EntityManager entities) {
    this.entities = entities;
  }

  /** Jobs in each state, in one query; states of a newer version are left out. */
  public Map<JobStatus, Long> byStatus() {
    Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
    Arrays.stream(JobStatus.values()).forEach(status -> counts.put(status, 0L));
    for (Object[] row :
        entities
            .unwrap(Session.class)
            .createNativeQuery(StoreQueries.COUNT_BY_STATUS, Object[].class)
            .getResultList()) {
      Arrays.stream(JobStatus.values())
          .filter(status -> status.name().equals(row[0]))
          .forEach(status -> counts.put(status, ((Number) row[1]).longValue()));
    }
    return counts;
  }

  /** Rows that this version could not read and has set aside. */
  public long setAside() {
    return number(StoreQueries.COUNT_SET_ASIDE);
  }

  /** Queued jobs that no registered worker can run. */
  public long withoutWorker() {
    return number(StoreQueries.COUNT_WITHOUT_WORKER);
  }

  /** Failed jobs that may be retried: how many, and seconds since the oldest of them failed. */
  public DeadLetters deadLetters() {
    Object[] row =
        entities
            .unwrap(Session.class)
            .createNativeQuery(StoreQueries.DEAD_LETTERS, Object[].class)
            .getSingleResult();
    return new DeadLetters(((Number) row[0]).longValue(), ((Number) row[1]).doubleValue());
  }

  /** Failed jobs that may be retried. */
  public record DeadLetters(long count, double oldestSeconds) {}

  private long number(String query) {
    return ((Number) entities.createNativeQuery(query).getSingleResult()).longValue();
  }
}
