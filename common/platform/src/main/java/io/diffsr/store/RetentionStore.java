package io.diffsr.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.UUID;

/**
 * Removes what has been kept long enough, or what someone deletes. Objects go by way of {@link
 * ObjectDeletions}, in the transaction that removes or clears the row. No state of a job changes.
 */
@ApplicationScoped
@Transactional
public class RetentionStore {
  private final EntityManager entities;
  private final JobWriter writer;

  @Inject
  RetentionStore(EntityManager entities, JobWriter writer) {
    this.entities = entities;
    this.writer = writer;
  }

  /** What becomes of a job that is deleted. */
  public enum Removal {
    /** It is gone. */
    REMOVED,
    /** Its worker is asked to stop; then it is removed. */
    WHEN_STOPPED,
    /** There is none. */
    MISSING
  }

  /** Notes when what belongs to jobs is due that a version without retention has ended. */
  public int plan(int most) {
    return entities
        .createNativeQuery(RetentionQueries.UNPLANNED)
        .setParameter(1, most)
        .executeUpdate();
  }

  /**
   * Removes results, and what was made beside them, that are due.
   *
   * @return of how many jobs
   */
  public int removeResults(int most) {
    return execute(RetentionQueries.RESULTS_DUE, most);
  }

  /** Removes inputs that are due. */
  public int removeInputs(int most) {
    return execute(RetentionQueries.INPUTS_DUE, most);
  }

  /** Removes jobs that are due, with all that belongs to them. */
  public int removeJobs(int most) {
    return execute(RetentionQueries.JOBS_DUE, most);
  }

  /** Removes jobs that were deleted while they ran, and have stopped since. */
  public int removeDeleted(int most) {
    return execute(RetentionQueries.JOBS_DELETED, most);
  }

  /** Forgets answers that nobody may ask for again. */
  public int forgetKeys(Duration age, int most) {
    return entities
        .createNativeQuery(RetentionQueries.KEYS_DUE)
        .setParameter(1, most)
        .setParameter(2, (double) age.toSeconds())
        .executeUpdate();
  }

  private int execute(String query, int most) {
    return ((Number) entities.createNativeQuery(query).setParameter(1, most).getSingleResult())
        .intValue();
  }

  /**
   * Deletes a job: at once where nobody works on it, else when its worker has stopped.
   *
   * @throws UnreadableJobException when this version cannot read it
   */
  public Removal delete(UUID id) {
    JobRow row = JobRow.findById(id, LockModeType.PESSIMISTIC_WRITE);
    if (row == null) {
      return Removal.MISSING;
    }
    if (writer.change(id, (job, now) -> job.cancelRequested(now)).status().terminal()) {
      entities.flush();
      var unused =
          entities
              .createNativeQuery(RetentionQueries.JOB_DELETED)
              .setParameter(1, id)
              .getSingleResult();
      entities.detach(row);
      return Removal.REMOVED;
    }
    row.removalRequested = true;
    return Removal.WHEN_STOPPED;
  }
}
