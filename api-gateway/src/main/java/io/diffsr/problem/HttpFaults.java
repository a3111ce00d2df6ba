package io.diffsr.problem;

import static jakarta.ws.rs.core.Response.Status.BAD_REQUEST;
import static jakarta.ws.rs.core.Response.Status.INTERNAL_SERVER_ERROR;
import static jakarta.ws.rs.core.Response.Status.METHOD_NOT_ALLOWED;
import static jakarta.ws.rs.core.Response.Status.REQUEST_ENTITY_TOO_LARGE;
import static jakarta.ws.rs.core.Response.Status.REQUEST_HEADER_FIELDS_TOO_LARGE;
import static jakarta.ws.rs.core.Response.Status.REQUEST_URI_TOO_LONG;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Problems of requests that no resource gets to see. */
@ApplicationScoped
class HttpFaults {
  private static final Logger LOG = Logger.getLogger(HttpFaults.class);

  /** What a form has beside its picture. */
  private static final long BESIDE_PICTURE = 1 << 20;

  /** A name, or an address, with a port (RFC 9110, section 7.2). */
  private static final Pattern HOST =
      Pattern.compile("(?:[A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?");

  /**
   * Less than the framework takes (application.properties), because it answers what it does not
   * take without a body.
   */
  private static final int LONGEST_ADDRESS = 8000;

  /** Of all names and values of the headers together; less than the framework takes. */
  private static final int LARGEST_HEADERS = 20 * 1024;

  private final ObjectMapper mapper;
  private final AllowedMethods allowed;
  private final ForwardedPrefix prefix;
  private final long mostBytes;

  @Inject
  HttpFaults(
      ObjectMapper mapper,
      AllowedMethods allowed,
      ForwardedPrefix prefix,
      @ConfigProperty(name = "diffsr.limits.input-bytes", defaultValue = "67108864")
          long inputBytes) {
    this.mapper = mapper;
    this.allowed = allowed;
    this.prefix = prefix;
    this.mostBytes = inputBytes + BESIDE_PICTURE;
  }

  void routes(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE).handler(this::check).failureHandler(this::failed);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    List<String> hosts = request.headers().getAll(HttpHeaders.HOST);
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (hosts.size() > 1 || hosts.stream().anyMatch(host -> !HOST.matcher(host).matches())) {
      answer(context, BAD_REQUEST, "invalid_host", "The header Host names no host.");
    } else if (!prefix.acceptable(request.getHeader(ForwardedPrefix.HEADER))) {
      answer(context, BAD_REQUEST, "invalid_host", "The header X-Forwarded-Prefix names no path.");
    } else if (request.uri().length() > LONGEST_ADDRESS) {
      answer(
          context,
          REQUEST_URI_TOO_LONG,
          "address_too_long",
          "The address of a request may have %d bytes.".formatted(LONGEST_ADDRESS));
    } else if (headerBytes(request) > LARGEST_HEADERS) {
      answer(
          context,
          REQUEST_HEADER_FIELDS_TOO_LARGE,
          "headers_too_large",
          "The headers of a request may have %d bytes.".formatted(LARGEST_HEADERS));
    } else if (length != null && exceeds(length)) {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
      answer(
          context,
          REQUEST_ENTITY_TOO_LARGE,
          "picture_too_large",
          "A request may have %d bytes.".formatted(mostBytes));
    } else {
      checkMethod(context);
    }
  }

  private static int headerBytes(HttpServerRequest request) {
    return request.headers().entries().stream()
        .mapToInt(header -> header.getKey().length() + header.getValue().length())
        .sum();
  }

  private void checkMethod(RoutingContext context) {
    String method = context.request().method().name();
    Collection<String> methods = allowed.of(context.normalizedPath());
    if (methods.isEmpty() || (methods.contains(method) && !method.equals(HttpMethod.OPTIONS))) {
      context.next();
      return;
    }
    context.response().putHeader(HttpHeaders.ALLOW, String.join(", ", methods));
    if (method.equals(HttpMethod.OPTIONS)) {
      var unused = context.response().end();
    } else {
      String detail = "This address has the methods %s.".formatted(String.join(", ", methods));
      answer(context, METHOD_NOT_ALLOWED, "method_not_allowed", detail);
    }
  }

  private boolean exceeds(String length) {
    try {
      return Long.parseLong(length.strip()) > mostBytes;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private void failed(RoutingContext context) {
    Response.StatusType status = Response.Status.fromStatusCode(context.statusCode());
    if (status == null || status.getStatusCode() < BAD_REQUEST.getStatusCode()) {
      status = INTERNAL_SERVER_ERROR;
    }
    if (status == INTERNAL_SERVER_ERROR) {
      LOG.error("a request failed outside of the resources", context.failure());
    }
    String code = status.getReasonPhrase().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "_");
    answer(context, status, code, status.getReasonPhrase());
  }

  private void answer(
      RoutingContext context, Response.StatusType status, String code, String detail) {
    HttpServerResponse response = context.response();
    if (response.headWritten()) {
      response.reset();
      return;
    }
    boolean retryable = status.getFamily() == Response.Status.Family.SERVER_ERROR;
    Problem problem = Problem.of(status, code, retryable, detail, null);
    response.setStatusCode(status.getStatusCode());
    response.putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    var unused = response.end(json(problem));
  }

  private String json(Problem problem) {
    try {
      return mapper.writeValueAsString(problem);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
