package io.diffsr.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.arc.ArcUndeclaredThrowableException;
import jakarta.transaction.RollbackException;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemMappersTest {
  /** As the transaction manager wraps what a database does that goes away. */
  static Stream<Throwable> outages() {
    return Stream.of(
        new IllegalStateException(new SQLException("terminating connection")),
        new RollbackException("ARJUNA016053: Could not commit transaction."));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void aDatabaseThatGoesAwayIsNoFaultOfOurs(Throwable cause) {
    Response response =
        new ProblemMappers()
            .unexpected(
                new ArcUndeclaredThrowableException("Error invoking subclass method", cause));
    assertEquals(503, response.getStatus());
    assertEquals("5", response.getHeaderString("Retry-After"));
  }
}
