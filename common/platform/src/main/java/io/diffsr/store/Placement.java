package io.diffsr.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Session;

/** Which queued jobs no registered worker can run, and why. */
@ApplicationScoped
@Transactional
public class Placement {
  private final EntityManager entities;

  @Inject
  Placement(EntityManager entities) {
    this.entities = entities;
  }

  /** What queued jobs wait for; those that a registered worker can run, or has, are left out. */
  public Map<UUID, WaitingFor> waiting(Collection<UUID> jobs) {
    Map<UUID, WaitingFor> waiting = new HashMap<>();
    if (jobs.isEmpty()) {
      return waiting;
    }
    for (Object[] row :
        entities
            .unwrap(Session.class)
            .createNativeQuery(StoreQueries.PLACEMENT, Object[].class)
            .setParameter("ids", jobs)
            .getResultList()) {
      UUID job = (UUID) row[0];
      if (!(Boolean) row[1]) {
        waiting.put(job, WaitingFor.WORKER);
      } else if (!(Boolean) row[2]) {
        waiting.put(job, WaitingFor.NETWORK);
      } else if (!(Boolean) row[3]) {
        waiting.put(job, WaitingFor.MEMORY);
      }
    }
    return waiting;
  }
}
