package io.diffsr.store;

import io.diffsr.job.Job;
import io.diffsr.job.RetryPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.hibernate.Session;

/** Changes that time brings: leases and deadlines that ran out, rows that can be read again. */
@ApplicationScoped
@Transactional
public class MaintenanceStore {
  private final EntityManager entities;
  private final JobWriter writer;

  @Inject
  MaintenanceStore(EntityManager entities, JobWriter writer) {
    this.entities = entities;
    this.writer = writer;
  }

  /**
   * Ends attempts whose worker missed its heartbeats; jobs past their deadline expire.
   *
   * @param patience in which the database must have answered, else nothing is changed: where it
   *     stood still, workers could not renew their leases
   * @throws SlowDatabaseException where it has not
   */
  public List<Job> rescue(int most, Duration patience) {
    long start = System.nanoTime();
    List<Job> rescued =
        writer.changeAll(
            StoreQueries.LOST_LEASES,
            (job, now) -> job.expired(now).leaseLost(RetryPolicy.DEFAULT, now),
            most);
    entities.flush();
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    if (taken.compareTo(patience) > 0) {
      throw new SlowDatabaseException(taken);
    }
    return rescued;
  }

  /** The database took too long for what it says to be of now; the transaction is rolled back. */
  public static final class SlowDatabaseException extends RuntimeException {
    private SlowDatabaseException(Duration taken) {
      super("the database took %d ms to answer".formatted(taken.toMillis()));
    }
  }

  /** Expires queued jobs that are past their deadline; running ones are the worker's. */
  public List<Job> expire(int most) {
    return writer.changeAll(StoreQueries.PAST_DEADLINE, Job::expired, most);
  }

  /** Which deployment this database is of. */
  public UUID deployment() {
    return UUID.fromString(
        (String) entities.createNativeQuery("select id::text from deployment").getSingleResult());
  }

  /**
   * Takes rows up again that this version can read.
   *
   * @return how many
   */
  public int readmit(int most) {
    int readmitted = 0;
    for (JobRow row :
        entities
            .unwrap(Session.class)
            .createNativeQuery(StoreQueries.SET_ASIDE, JobRow.class)
            .setParameter(1, most)
            .getResultList()) {
      if (JobRowMapping.readable(row)) {
        row.setAsideAt = null;
        readmitted++;
      } else {
        // Behind those that have not been looked at for longer.
        row.setAsideAt = DatabaseClock.now(entities);
      }
    }
    return readmitted;
  }
}
