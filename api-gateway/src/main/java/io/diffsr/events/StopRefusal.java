package io.diffsr.events;

import static jakarta.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;

import io.diffsr.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Refuses new requests once the gateway is asked to stop: the framework would go on taking them
 * while it waits for the open ones, and cut them off in the end.
 */
class StopRefusal {
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final StopNotice notice;

  @Inject
  StopRefusal(StopNotice notice) {
    this.notice = notice;
  }

  @ServerRequestFilter(preMatching = true)
  @Nullable Response refuse() {
    return notice.stopping() ? answer() : null;
  }

  static Response answer() {
    return ProblemException.retryable(
            SERVICE_UNAVAILABLE,
            "stopping",
            "This gateway is about to stop; ask again, and another answers.",
            RETRY)
        .toResponse();
  }
}
