package io.diffsr.problem;

import static io.diffsr.problem.UnprocessableContent.UNPROCESSABLE_CONTENT;
import static jakarta.ws.rs.core.Response.Status.BAD_REQUEST;
import static jakarta.ws.rs.core.Response.Status.FORBIDDEN;
import static jakarta.ws.rs.core.Response.Status.GONE;
import static jakarta.ws.rs.core.Response.Status.INTERNAL_SERVER_ERROR;
import static jakarta.ws.rs.core.Response.Status.REQUEST_ENTITY_TOO_LARGE;
import static jakarta.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;
import static jakarta.ws.rs.core.Response.Status.UNAUTHORIZED;
import static jakarta.ws.rs.core.Response.Status.UNSUPPORTED_MEDIA_TYPE;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.diffsr.outbound.OutboundException;
import io.diffsr.picture.PictureException;
import io.diffsr.picture.heif.HeifUnavailableException;
import io.diffsr.request.InvalidJobException;
import io.diffsr.request.InvalidJobException.Violation;
import io.diffsr.storage.ObjectNotFoundException;
import io.diffsr.storage.ObjectStoreException;
import io.diffsr.store.UnreadableJobException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.transaction.RollbackException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns every exception into a problem. */
final class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
  private static final String DATABASE_AWAY = "The database does not answer; try again.";
  private static final int DEEPEST = 20;

  @ServerExceptionMapper
  Response problem(ProblemException e) {
    return e.toResponse();
  }

  @ServerExceptionMapper
  Response unknownCaller(AuthenticationFailedException e) {
    return ofDatabase(e)
        ? unavailable("database_unavailable", DATABASE_AWAY, e)
        : unauthenticated(detail(e.getMessage(), UNAUTHORIZED));
  }

  @ServerExceptionMapper
  Response noCaller(UnauthorizedException e) {
    return unauthenticated("A key is needed: Authorization: Bearer dsr_…");
  }

  private static Response unauthenticated(String detail) {
    Response problem =
        Problem.of(UNAUTHORIZED, "unauthenticated", false, detail, null).toResponse();
    return Response.fromResponse(problem)
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"diffsr\"")
        .build();
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException e) {
    String detail = "The key lacks the scope that this needs.";
    return Problem.of(FORBIDDEN, "scope_missing", false, detail, null).toResponse();
  }

  @ServerExceptionMapper
  Response invalidJob(InvalidJobException e) {
    String detail = detail(e.getMessage(), UNPROCESSABLE_CONTENT);
    return Problem.of(UNPROCESSABLE_CONTENT, "invalid_request", false, detail, e.violations())
        .toResponse();
  }

  @ServerExceptionMapper
  Response picture(PictureException e) {
    return switch (e.kind()) {
      case NOT_A_PICTURE -> picture(UNPROCESSABLE_CONTENT, "invalid_picture", e);
      case CORRUPT -> picture(UNPROCESSABLE_CONTENT, "invalid_picture", e);
      case UNSUPPORTED -> picture(UNSUPPORTED_MEDIA_TYPE, "unsupported_picture", e);
      case TOO_MANY_BYTES -> picture(REQUEST_ENTITY_TOO_LARGE, "picture_too_large", e);
      case TOO_MANY_PIXELS -> picture(UNPROCESSABLE_CONTENT, "picture_too_large", e);
    };
  }

  private static Response picture(Response.StatusType status, String code, PictureException e) {
    return Problem.of(status, code, false, detail(e.getMessage(), status), null).toResponse();
  }

  @ServerExceptionMapper
  Response heif(HeifUnavailableException e) {
    return unavailable("heif_unavailable", "HEIC and AVIF cannot be read at the moment.", e);
  }

  /** The caller's {@code image_url}: the caller has to correct it. */
  @ServerExceptionMapper
  Response outbound(OutboundException e) {
    String detail = "image_url: " + e.getMessage();
    return e instanceof OutboundException.TooLarge
        ? Problem.of(REQUEST_ENTITY_TOO_LARGE, "picture_too_large", false, detail, null)
            .toResponse()
        : Problem.of(UNPROCESSABLE_CONTENT, "image_url_unusable", e.retryable(), detail, null)
            .toResponse();
  }

  @ServerExceptionMapper
  Response json(JsonProcessingException e) {
    Violation violation = JsonFaults.violation(e);
    if (violation == null) {
      String detail = "not a JSON object: " + JsonFaults.malformed(e);
      return Problem.of(BAD_REQUEST, "invalid_json", false, detail, null).toResponse();
    }
    return invalidJob(new InvalidJobException(List.of(violation)));
  }

  @ServerExceptionMapper
  Response storage(ObjectStoreException e) {
    return unavailable("storage_unavailable", "The object store does not answer; try again.", e);
  }

  /** Its time has come while it was asked for. */
  @ServerExceptionMapper
  Response gone(ObjectNotFoundException e) {
    String detail = "The file is not kept any more.";
    return Problem.of(GONE, "result_expired", false, detail, null).toResponse();
  }

  @ServerExceptionMapper
  Response unreadable(UnreadableJobException e) {
    String detail = "The job was written by a newer version of the service; ask a newer gateway.";
    return Problem.of(INTERNAL_SERVER_ERROR, "job_unreadable", false, detail, null).toResponse();
  }

  @ServerExceptionMapper
  Response database(jakarta.persistence.PersistenceException e) {
    return unavailable("database_unavailable", DATABASE_AWAY, e);
  }

  private static Response unavailable(String code, String detail, RuntimeException e) {
    Problem problem = Problem.of(SERVICE_UNAVAILABLE, code, true, detail, null);
    LOG.errorf(e, "%s (trace %s)", detail, problem.traceId());
    return Response.fromResponse(problem.toResponse()).header("Retry-After", 5).build();
  }

  @ServerExceptionMapper
  Response webApplication(WebApplicationException e) {
    Response.StatusType status = e.getResponse().getStatusInfo();
    if (status.getFamily() == Response.Status.Family.REDIRECTION) {
      return e.getResponse();
    }
    String code = status.getReasonPhrase().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
    Response problem = Problem.of(status, code, false, detail(status), null).toResponse();
    String allow = e.getResponse().getHeaderString(HttpHeaders.ALLOW);
    return allow == null
        ? problem
        : Response.fromResponse(problem).header(HttpHeaders.ALLOW, allow).build();
  }

  /** The framework's own words name what is in its source, not what a caller knows. */
  private static String detail(Response.StatusType status) {
    return switch (status.getStatusCode()) {
      case 404 -> "There is nothing at this address.";
      case 406 -> "There is nothing here of a media type that the header Accept names.";
      case 415 -> "The body must be a form (multipart/form-data) or JSON (application/json).";
      default -> status.getReasonPhrase();
    };
  }

  private static String detail(@Nullable String message, Response.StatusType status) {
    return message == null || message.isBlank() ? status.getReasonPhrase() : message;
  }

  @ServerExceptionMapper
  Response unexpected(RuntimeException e) {
    if (ofDatabase(e)) {
      return unavailable("database_unavailable", DATABASE_AWAY, e);
    }
    Problem problem =
        Problem.of(
            INTERNAL_SERVER_ERROR,
            "internal",
            true,
            "Something went wrong here; the log knows it by the trace id.",
            null);
    LOG.errorf(e, "unexpected (trace %s)", problem.traceId());
    return problem.toResponse();
  }

  /** The framework parses the headers Content-Type and Accept before anything of ours runs. */
  @ServerExceptionMapper
  Response argument(IllegalArgumentException e) {
    if (!String.valueOf(e.getMessage()).startsWith("Failed to parse media type")) {
      return unexpected(e);
    }
    String detail = "The header Content-Type or Accept names no media type.";
    return Problem.of(BAD_REQUEST, "invalid_media_type", false, detail, null).toResponse();
  }

  /**
   * Whatever a transaction wraps it in: the database, or the way to it, is at fault. Of a COMMIT
   * without an answer the transaction manager tells the cause among what it has suppressed.
   */
  private static boolean ofDatabase(Throwable e) {
    Throwable each = e;
    for (int depth = 0; each != null && depth < DEEPEST; depth++) {
      if (each instanceof SQLException || each instanceof RollbackException) {
        return true;
      }
      each = each.getCause();
    }
    return false;
  }

  /** The connection broke, or a file could not be written: nobody may hear this any more. */
  @ServerExceptionMapper
  Response broken(IOException e) {
    LOG.infof("a request could not be read: %s", e.getMessage());
    String detail = "The request could not be read to its end.";
    return Problem.of(BAD_REQUEST, "request_incomplete", true, detail, null).toResponse();
  }
}
