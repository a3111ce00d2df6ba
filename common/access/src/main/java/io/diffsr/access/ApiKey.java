package io.diffsr.access;

import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A key by which a program comes in; its secret is not known here.
 *
 * @param id public part of it
 * @param tenant whose jobs it reaches
 * @param name for people
 * @param expiresAt from when on it is refused, or null
 * @param lastUsedAt to the minute, or null
 * @param revokedAt since when it is refused, or null
 */
public record ApiKey(
    String id,
    String tenant,
    String name,
    Set<Scope> scopes,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant revokedAt) {
  /** Of a tenant's name. */
  public static final String TENANT_PATTERN = "[a-z0-9][a-z0-9-]{0,62}";

  public static final int LONGEST_NAME = 100;

  private static final Pattern TENANT = Pattern.compile(TENANT_PATTERN);

  public ApiKey {
    scopes = Set.copyOf(scopes);
  }

  public static boolean isTenant(String name) {
    return TENANT.matcher(name).matches();
  }
}
