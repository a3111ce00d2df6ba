package io.diffsr.store;

import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Which workers are at work; for people. */
@ApplicationScoped
public class WorkerRegistry {
  /**
   * A worker as it last showed itself.
   *
   * @param name unique, for example {@code host-4711}
   * @param slots jobs it runs at the same time
   * @param models models it can run
   * @param executionProvider {@code cuda} or {@code cpu}
   */
  public record Worker(
      String name,
      int slots,
      List<String> models,
      String executionProvider,
      Instant startedAt,
      Instant seenAt) {}

  /** Notes that a worker is alive. */
  @Transactional
  public void seen(String name, int slots, List<String> models, String executionProvider) {
    WorkerRow.getEntityManager()
        .createNativeQuery(
            """
            insert into worker (name, slots, models, execution_provider, started_at, seen_at)
            values (?1, ?2, ?3, ?4, clock_timestamp(), clock_timestamp())
            on conflict (name) do update set slots = excluded.slots, models = excluded.models,
              execution_provider = excluded.execution_provider, seen_at = excluded.seen_at
            """)
        .setParameter(1, name)
        .setParameter(2, slots)
        .setParameter(3, String.join(",", models))
        .setParameter(4, executionProvider)
        .executeUpdate();
  }

  /** Notes that a worker has stopped in good order. */
  @Transactional
  public void gone(String name) {
    WorkerRow.deleteById(name);
  }

  /** Workers that showed themselves within {@code silence}; older entries are forgotten. */
  @Transactional
  public List<Worker> alive(Duration silence) {
    WorkerRow.getEntityManager()
        .createNativeQuery(
            "delete from worker where seen_at < clock_timestamp() - make_interval(secs => ?1)")
        .setParameter(1, silence.toMillis() / 1000.0)
        .executeUpdate();
    return WorkerRow.<WorkerRow>listAll(Sort.by("name")).stream()
        .map(
            row ->
                new Worker(
                    row.name,
                    row.slots,
                    List.of(row.models.split(",")),
                    row.executionProvider,
                    row.startedAt,
                    row.seenAt))
        .toList();
  }
}
