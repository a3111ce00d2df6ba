package io.diffsr.caller;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Set;

/**
 * Where nobody is asked for a key, any page that someone on this machine opens could have their
 * browser change something here: what changes something must come from our own pages, or from no
 * page at all (RFC 6454, section 7.3).
 */
@ApplicationScoped
class ForeignOrigins {
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final AuthModes modes;

  @Inject
  ForeignOrigins(AuthModes modes) {
    this.modes = modes;
  }

  void routes(@Observes Router router) {
    router.route("/v1/*").order(Integer.MIN_VALUE + 1).handler(this::check);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    String origin = request.getHeader("Origin");
    if (!modes.isNone()
        || origin == null
        || READING.contains(request.method())
        || isOwn(origin, request.getHeader("Host"))) {
      context.next();
    } else {
      context.fail(403);
    }
  }

  private static boolean isOwn(String origin, String host) {
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
