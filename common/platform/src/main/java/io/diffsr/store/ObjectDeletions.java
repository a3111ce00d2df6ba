package io.diffsr.store;

import io.diffsr.job.Job;
import io.diffsr.job.JobEvent;
import io.diffsr.storage.ObjectKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import org.hibernate.Session;

/**
 * Objects to be removed from the object store. Whoever makes an object superfluous writes its key
 * here, in the transaction that does so; the gateway's maintenance removes it. So no transaction
 * waits for S3, and no key is lost where a process dies in between.
 */
@ApplicationScoped
@Transactional
public class ObjectDeletions implements JobListener {
  private final EntityManager entities;

  @Inject
  ObjectDeletions(EntityManager entities) {
    this.entities = entities;
  }

  /** A job that has ended needs its checkpoint no more. */
  @Override
  public void statusChanged(Job job, JobEvent event) {
    if (event.status().terminal() && event.attempt() > 0) {
      add(ObjectKeys.checkpoint(event.job()));
    }
  }

  /** Joins the caller's transaction where there is one. */
  public void add(String key) {
    entities
        .createNativeQuery(
            """
            insert into object_deletion (key, due_at) values (?1, clock_timestamp())
            on conflict (key) do nothing
            """)
        .setParameter(1, key)
        .executeUpdate();
  }

  /** An object is of use again; one that is being removed at this moment is lost. */
  public void withdraw(String key) {
    entities
        .createNativeQuery("delete from object_deletion where key = ?1")
        .setParameter(1, key)
        .executeUpdate();
  }

  /**
   * Takes keys that are due. What is not {@link #done} within the lease is due again, later each
   * time.
   */
  public List<String> due(int most, Duration lease) {
    return entities
        .unwrap(Session.class)
        .createNativeQuery(
            """
            update object_deletion set failures = failures + 1,
              due_at = clock_timestamp()
                + make_interval(secs => ?2 * power(2, least(failures, 6)))
            where key in (
              select key from object_deletion where due_at <= clock_timestamp()
              order by due_at limit ?1 for update skip locked)
            returning key
            """,
            String.class)
        .setParameter(1, most)
        .setParameter(2, lease.toMillis() / 1000.0)
        .getResultList();
  }

  /** These objects are gone. */
  public void done(List<String> keys) {
    if (!keys.isEmpty()) {
      entities
          .createNativeQuery("delete from object_deletion where key in (:keys)")
          .setParameter("keys", keys)
          .executeUpdate();
    }
  }
}
