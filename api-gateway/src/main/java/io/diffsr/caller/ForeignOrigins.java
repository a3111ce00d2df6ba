package io.diffsr.caller;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where nobody is asked for a key, any page that someone on this machine opens could have their
 * browser change something here: what changes something must come from our own pages, or from no
 * page at all (RFC 6454, section 7.3). On loopback, the service goes by the name of this machine
 * alone: a page whose own name has been made to lead here reads nothing (DNS rebinding).
 */
@ApplicationScoped
class ForeignOrigins {
  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  /** Names that no name server is asked for, and addresses. */
  private static final Pattern THIS_MACHINE =
      Pattern.compile(
          "(?i)([a-z0-9-]+\\.)*localhost|\\d+\\.\\d+\\.\\d+\\.\\d+|\\[?[0-9a-f:.]*:[0-9a-f:.]*\\]?");

  private final AuthModes modes;

  @Inject
  ForeignOrigins(AuthModes modes) {
    this.modes = modes;
  }

  void routes(@Observes Router router) {
    router.route().order(Integer.MIN_VALUE + 1).handler(this::check);
  }

  private void check(RoutingContext context) {
    HttpServerRequest request = context.request();
    HostAndPort own = request.authority();
    String origin = request.getHeader("Origin");
    boolean foreign = origin != null && !READING.contains(request.method()) && !isOwn(origin, own);
    boolean rebound = modes.isOfThisMachine() && own != null && !isThisMachine(own.host());
    if (modes.isNone() && (foreign || rebound)) {
      context.fail(403);
    } else {
      context.next();
    }
  }

  private static boolean isOwn(String origin, @Nullable HostAndPort own) {
    try {
      URI page = URI.create(origin);
      return own != null
          && own.host().equalsIgnoreCase(page.getHost())
          && port(own.port(), page) == port(page.getPort(), page);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static int port(int given, URI page) {
    return given > 0 ? given : "https".equals(page.getScheme()) ? 443 : 80;
  }

  private static boolean isThisMachine(String host) {
    return THIS_MACHINE.matcher(host).matches();
  }
}
