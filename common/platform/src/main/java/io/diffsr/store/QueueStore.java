package io.diffsr.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;

/** Whether jobs are released. What runs, and what was released before a pause, runs on. */
@ApplicationScoped
@Transactional
public class QueueStore {
  private final EntityManager entities;

  @Inject
  QueueStore(EntityManager entities) {
    this.entities = entities;
  }

  /** Since when, and by whom. */
  public record Pause(Instant since, @Nullable String by) {}

  /** Releases nothing any more; twice is as once. */
  public void pause(String by) {
    entities
        .createNativeQuery(
            "update queue set paused_at = clock_timestamp(), paused_by = ?1 where paused_at is null")
        .setParameter(1, by)
        .executeUpdate();
  }

  /** Releases jobs again. */
  public void resume() {
    entities
        .createNativeQuery("update queue set paused_at = null, paused_by = null")
        .executeUpdate();
  }

  /** The pause, if there is one. */
  public Optional<Pause> pause() {
    Object[] row =
        entities
            .unwrap(Session.class)
            .createNativeQuery("select paused_at, paused_by from queue", Object[].class)
            .getSingleResult();
    return row[0] == null
        ? Optional.empty()
        : Optional.of(new Pause((Instant) row[0], (String) row[1]));
  }
}
