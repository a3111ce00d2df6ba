package io.diffsr.problem;

import static io.diffsr.problem.UnprocessableContent.UNPROCESSABLE_CONTENT;
import static jakarta.ws.rs.core.Response.Status.BAD_REQUEST;
import static jakarta.ws.rs.core.Response.Status.INTERNAL_SERVER_ERROR;
import static jakarta.ws.rs.core.Response.Status.REQUEST_ENTITY_TOO_LARGE;
import static jakarta.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;
import static jakarta.ws.rs.core.Response.Status.UNSUPPORTED_MEDIA_TYPE;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.diffsr.outbound.OutboundException;
import io.diffsr.picture.PictureException;
import io.diffsr.request.InvalidJobException;
import io.diffsr.request.InvalidJobException.Violation;
import io.diffsr.storage.ObjectStoreException;
import io.diffsr.store.UnreadableJobException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns every exception into a problem. */
final class ProblemMappers {
  private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

  @ServerExceptionMapper
  Response problem(ProblemException e) {
    return e.toResponse();
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
    String field = e.getCause() instanceof JsonParseException ? "" : field(e);
    if (field.isEmpty()) {
      String detail = "not a JSON object: " + firstSentence(e.getOriginalMessage());
      return Problem.of(BAD_REQUEST, "invalid_json", false, detail, null).toResponse();
    }
    String message =
        e instanceof UnrecognizedPropertyException
            ? "is not a field of this request"
            : firstSentence(e.getOriginalMessage());
    List<Violation> violations = List.of(new Violation(field, message));
    return invalidJob(new InvalidJobException(violations));
  }

  /** Where it is wrong, for example {@code metadata.album}; empty where no field is at fault. */
  private static String field(JsonProcessingException e) {
    return e instanceof JsonMappingException mapping
        ? mapping.getPath().stream()
            .map(JsonMappingException.Reference::getFieldName)
            .filter(Objects::nonNull)
            .collect(Collectors.joining("."))
        : "";
  }

  private static String firstSentence(String message) {
    int end = message.indexOf(" (for ");
    return end < 0 ? message : message.substring(0, end);
  }

  @ServerExceptionMapper
  Response storage(ObjectStoreException e) {
    return unavailable("storage_unavailable", "The object store does not answer; try again.", e);
  }

  @ServerExceptionMapper
  Response unreadable(UnreadableJobException e) {
    String detail = "The job was written by a newer version of the service; ask a newer gateway.";
    return Problem.of(INTERNAL_SERVER_ERROR, "job_unreadable", false, detail, null).toResponse();
  }

  @ServerExceptionMapper
  Response database(jakarta.persistence.PersistenceException e) {
    return unavailable("database_unavailable", "The database does not answer; try again.", e);
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
    return Problem.of(status, code, false, detail(e.getMessage(), status), null).toResponse();
  }

  private static String detail(@Nullable String message, Response.StatusType status) {
    return message == null || message.isBlank() ? status.getReasonPhrase() : message;
  }

  @ServerExceptionMapper
  Response unexpected(RuntimeException e) {
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
}
