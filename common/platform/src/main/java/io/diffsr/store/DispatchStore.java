package io.diffsr.store;

import io.diffsr.job.Job;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The backlog, as the dispatcher moves it to Kafka. Rows of another gateway are passed over. */
@ApplicationScoped
@Transactional
public class DispatchStore {
  private final EntityManager entities;
  private final JobWriter writer;

  @Inject
  DispatchStore(EntityManager entities, JobWriter writer) {
    this.entities = entities;
    this.writer = writer;
  }

  /**
   * Releases the first jobs of the backlog that are due and that a registered worker can run. It
   * may find fewer than there are, where those that none can run stand before them.
   *
   * @param most at most so many
   */
  public List<Job> release(int most) {
    return writer.changeAll(BacklogQueries.BACKLOG, Job::released, most);
  }

  /** The same, however many stand before them that none can run: for now and then. */
  public List<Job> releaseOfAll(int most) {
    return writer.changeAll(BacklogQueries.WHOLE_BACKLOG, Job::released, most);
  }

  /**
   * Releases jobs again whose record is likely lost: no worker has claimed them for so long. The
   * patience doubles with each release, so that a long queue is not flooded with duplicates.
   */
  public List<Job> releaseUndelivered(int most, Duration patience) {
    return writer.changeAll(
        StoreQueries.UNDELIVERED, Job::released, most, patience.toMillis() / 1000.0);
  }

  /** Kafka did not take the record: the job returns to the backlog. */
  public void unrelease(UUID id) {
    var unused = writer.changeQueued(id, (job, now) -> job.unreleased());
  }

  /** How many queued jobs have been handed to Kafka and not been claimed. */
  public long countReleased() {
    return ((Number) entities.createNativeQuery(StoreQueries.COUNT_RELEASED).getSingleResult())
        .longValue();
  }
}
