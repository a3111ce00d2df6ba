package io.diffsr.problem;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The path that a proxy in front has taken away, where {@code quarkus.http.proxy} trusts it. */
@ApplicationScoped
public class ForwardedPrefix {
  public static final String HEADER = "X-Forwarded-Prefix";

  /**
   * Segments of unreserved characters (RFC 3986). The framework puts anything before the path of
   * the request, also what then reads as another host.
   */
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)*/?");

  private final boolean trusted;

  @Inject
  ForwardedPrefix(
      @ConfigProperty(name = "quarkus.http.proxy.proxy-address-forwarding", defaultValue = "false")
          boolean forwarding,
      @ConfigProperty(name = "quarkus.http.proxy.enable-forwarded-prefix", defaultValue = "false")
          boolean prefix) {
    this.trusted = forwarding && prefix;
  }

  /** Whether a request with this header can be answered; it can without one. */
  boolean acceptable(@Nullable String header) {
    return !trusted || header == null || PATH.matcher(header).matches();
  }

  /** The path, ending with a slash; null where there is none to heed. */
  public @Nullable String path(@Nullable String header) {
    if (!trusted || header == null || !PATH.matcher(header).matches()) {
      return null;
    }
    return header.endsWith("/") ? header : header + "/";
  }
}
