package io.diffsr.store;

import jakarta.persistence.EntityManager;
import java.time.Instant;

/** The one clock of the service: machines need not agree on the time. */
public final class DatabaseClock {
  private DatabaseClock() {}

  /** The time at this moment, not at the start of the transaction. */
  public static Instant now(EntityManager entities) {
    return (Instant)
        entities.createNativeQuery("select clock_timestamp()", Instant.class).getSingleResult();
  }
}
