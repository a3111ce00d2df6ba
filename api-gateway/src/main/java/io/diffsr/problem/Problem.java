package io.diffsr.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.diffsr.request.InvalidJobException.Violation;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error (RFC 9457, {@code application/problem+json}).
 *
 * @param type {@code about:blank}: {@code code} distinguishes problems
 * @param title the HTTP status in words
 * @param status the HTTP status
 * @param detail one or more sentences for a person
 * @param code stable name of the problem for programs
 * @param retryable whether the same request may succeed later
 * @param traceId names this answer in the gateway's log
 * @param violations what is wrong with which field; missing where no field is at fault
 */
@Schema(name = "Problem")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    boolean retryable,
    String traceId,
    @Nullable List<Violation> violations) {
  public static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(
      Response.StatusType status,
      String code,
      boolean retryable,
      String detail,
      @Nullable List<Violation> violations) {
    return new Problem(
        "about:blank",
        status.getReasonPhrase(),
        status.getStatusCode(),
        detail,
        code,
        retryable,
        TraceId.next(),
        violations);
  }

  Response toResponse() {
    return Response.status(status).type(MEDIA_TYPE).entity(this).build();
  }
}
