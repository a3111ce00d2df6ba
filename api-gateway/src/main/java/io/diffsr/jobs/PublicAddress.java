package io.diffsr.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The address under which a caller sees this service. Scheme and host come from the request, or
 * from the proxy in front where {@code quarkus.http.proxy} trusts one; so does a path that the
 * proxy has taken away.
 */
@ApplicationScoped
public class PublicAddress {
  private static final String PREFIX = "X-Forwarded-Prefix";

  /** Segments of unreserved characters (RFC 3986), so that no host can be smuggled in. */
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+/?");

  private final boolean trusted;

  @Inject
  PublicAddress(
      @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
          boolean forwarding,
      @ConfigProperty(name = "quarkus.http.proxy.enable-forwarded-prefix", defaultValue = "false")
          boolean prefix) {
    this.trusted = forwarding && prefix;
  }

  /** Ends with a slash. */
  public URI base(UriInfo uri, HttpHeaders headers) {
    URI base = uri.getBaseUri();
    String prefix = trusted ? headers.getHeaderString(PREFIX) : null;
    return prefix == null ? base : base.resolve(path(prefix));
  }

  private static String path(@Nullable String prefix) {
    if (prefix == null || !PATH.matcher(prefix).matches()) {
      return "/";
    }
    return prefix.endsWith("/") ? prefix : prefix + "/";
  }
}
