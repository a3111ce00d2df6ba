package io.diffsr.store;

import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.hibernate.Session;

/** The one clock of the service: machines need not agree on the time. */
public final class DatabaseClock {
  private DatabaseClock() {}

  /**
   * The time at this moment, not at the start of the transaction. By JDBC: a native query of
   * Hibernate with a scalar type never finds its plan in the cache, and fills it with keys of one
   * hash.
   */
  public static Instant now(EntityManager entities) {
    return entities
        .unwrap(Session.class)
        .doReturningWork(
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet time = statement.executeQuery("select clock_timestamp()")) {
                if (!time.next()) {
                  throw new SQLException("clock_timestamp() has no row");
                }
                return time.getObject(1, OffsetDateTime.class).toInstant();
              }
            });
  }
}
