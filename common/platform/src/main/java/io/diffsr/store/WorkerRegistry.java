package io.diffsr.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Which workers are at work and what each can run; the base of placement. */
@ApplicationScoped
@Transactional
public class WorkerRegistry {
  /** A worker that has not registered for so long counts as gone; it does so every few seconds. */
  public static final Duration LIVENESS = Duration.ofSeconds(20);

  private final EntityManager entities;

  @Inject
  WorkerRegistry(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * What a worker registers.
   *
   * @param name unique, for example {@code host-4711}
   * @param slots jobs it runs at the same time
   * @param slotMemory heap of each slot in bytes
   * @param executionProvider {@code cuda} or {@code cpu}
   */
  public record Worker(
      String name, int slots, long slotMemory, String executionProvider, List<Network> networks) {
    public Worker {
      networks = List.copyOf(networks);
    }
  }

  /**
   * A model or a method that a worker has loaded.
   *
   * @param digest of its weights
   * @param memoryBase heap it adds to a run in bytes, whatever the picture
   * @param memoryPerInputPixel and for each pixel of the input
   * @param memoryPerOutputPixel and for each pixel of the result
   */
  public record Network(
      String name,
      String digest,
      long memoryBase,
      long memoryPerInputPixel,
      long memoryPerOutputPixel) {}

  /** Registers a worker, or renews its registration. */
  public void register(Worker worker) {
    entities
        .createNativeQuery(
            """
            insert into worker (name, slots, slot_memory, execution_provider, started_at, seen_at)
            values (?1, ?2, ?3, ?4, clock_timestamp(), clock_timestamp())
            on conflict (name) do update set slots = excluded.slots,
              slot_memory = excluded.slot_memory, execution_provider = excluded.execution_provider,
              seen_at = excluded.seen_at
            """)
        .setParameter(1, worker.name())
        .setParameter(2, worker.slots())
        .setParameter(3, worker.slotMemory())
        .setParameter(4, worker.executionProvider())
        .executeUpdate();
    removeOthers(worker);
    worker.networks().forEach(network -> register(worker.name(), network));
  }

  /** What a worker of this name could run before it started anew. */
  private void removeOthers(Worker worker) {
    List<String> names = new ArrayList<>(worker.networks().stream().map(Network::name).toList());
    names.add(""); // An empty list is no valid SQL, and no network has this name.
    entities
        .createNativeQuery(
            "delete from worker_network where worker = :worker and name not in (:names)")
        .setParameter("worker", worker.name())
        .setParameter("names", names)
        .executeUpdate();
  }

  private void register(String worker, Network network) {
    entities
        .createNativeQuery(
            """
            insert into worker_network (worker, name, digest, memory_base, memory_per_input_pixel,
              memory_per_output_pixel)
            values (?1, ?2, ?3, ?4, ?5, ?6)
            on conflict (worker, name) do update set digest = excluded.digest,
              memory_base = excluded.memory_base,
              memory_per_input_pixel = excluded.memory_per_input_pixel,
              memory_per_output_pixel = excluded.memory_per_output_pixel
            """)
        .setParameter(1, worker)
        .setParameter(2, network.name())
        .setParameter(3, network.digest())
        .setParameter(4, network.memoryBase())
        .setParameter(5, network.memoryPerInputPixel())
        .setParameter(6, network.memoryPerOutputPixel())
        .executeUpdate();
  }

  /** A worker has shut down. */
  public void deregister(String name) {
    WorkerRow.deleteById(name);
  }

  /** How many workers have registered within {@link #LIVENESS}. */
  public long countLive() {
    return ((Number)
            entities
                .createNativeQuery(
                    "select count(*) from worker"
                        + " where seen_at > clock_timestamp() - make_interval(secs => ?1)")
                .setParameter(1, (double) LIVENESS.toSeconds())
                .getSingleResult())
        .longValue();
  }

  /**
   * Removes workers that have not registered for so long.
   *
   * @return how many
   */
  public int removeOlder(Duration age) {
    return entities
        .createNativeQuery(
            "delete from worker where seen_at < clock_timestamp() - make_interval(secs => ?1)")
        .setParameter(1, age.toMillis() / 1000.0)
        .executeUpdate();
  }
}
