package io.diffsr.caller;

import io.diffsr.access.Scope;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who makes the request. */
@RequestScoped
public class Caller {
  /** For the annotations on endpoints; the same as {@link Scope#text}. */
  public static final String JOBS_READ = "jobs:read";

  public static final String JOBS_WRITE = "jobs:write";
  public static final String ADMIN = "admin";

  /** Of a 401 (RFC 6750, section 3). */
  public static final String CHALLENGE = "Bearer realm=\"diffsr\"";

  private static final String TENANT = "tenant";
  private static final String KEY = "key";

  private final SecurityIdentity identity;

  @Inject
  Caller(SecurityIdentity identity) {
    this.identity = identity;
  }

  /** Whose jobs the caller reaches. */
  public String tenant() {
    return identity.getAttribute(TENANT);
  }

  /** Id of the key; null without one. */
  public @Nullable String key() {
    return identity.getAttribute(KEY);
  }

  /** The name in logs. */
  public String name() {
    return identity.getPrincipal().getName();
  }

  static SecurityIdentity identity(
      String name, String tenant, @Nullable String key, Set<Scope> scopes) {
    QuarkusSecurityIdentity.Builder identity =
        QuarkusSecurityIdentity.builder()
            .setPrincipal(new QuarkusPrincipal(name))
            .addAttribute(TENANT, tenant);
    if (key != null) {
      identity.addAttribute(KEY, key);
    }
    scopes.forEach(scope -> identity.addRole(scope.text()));
    return identity.build();
  }
}
