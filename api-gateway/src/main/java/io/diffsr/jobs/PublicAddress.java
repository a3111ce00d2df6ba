package io.diffsr.jobs;

import io.diffsr.problem.ForwardedPrefix;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;

/**
 * The address under which a caller sees this service. Scheme and host come from the request, or
 * from the proxy in front where {@code quarkus.http.proxy} trusts one; so does a path that the
 * proxy has taken away.
 */
@ApplicationScoped
public class PublicAddress {
  private final ForwardedPrefix prefix;

  @Inject
  PublicAddress(ForwardedPrefix prefix) {
    this.prefix = prefix;
  }

  /** Ends with a slash. */
  public URI base(UriInfo uri, HttpHeaders headers) {
    String path = prefix.path(headers.getHeaderString(ForwardedPrefix.HEADER));
    return path == null ? uri.getBaseUri() : uri.getBaseUri().resolve(path);
  }
}
