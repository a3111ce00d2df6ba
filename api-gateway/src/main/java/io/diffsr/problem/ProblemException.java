package io.diffsr.problem;

import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that ends with a problem. */
public final class ProblemException extends RuntimeException {
  private final transient Problem problem;
  private final @Nullable Duration retryAfter;

  private ProblemException(Problem problem, @Nullable Duration retryAfter) {
    super(problem.detail());
    this.problem = problem;
    this.retryAfter = retryAfter;
  }

  public static ProblemException of(Response.StatusType status, String code, String detail) {
    return new ProblemException(Problem.of(status, code, false, detail, null), null);
  }

  public static ProblemException retryable(
      Response.StatusType status, String code, String detail, Duration retryAfter) {
    return new ProblemException(Problem.of(status, code, true, detail, null), retryAfter);
  }

  /** The answer. */
  public Response toResponse() {
    Response.ResponseBuilder response = Response.fromResponse(problem.toResponse());
    if (retryAfter != null) {
      response.header("Retry-After", retryAfter.toSeconds());
    }
    return response.build();
  }
}
