package io.diffsr.caller;

import io.diffsr.access.KeyText;
import io.diffsr.access.Scope;
import io.diffsr.request.JobSpec;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Reads who calls: {@code Authorization: Bearer dsr_…} (RFC 6750). */
@ApplicationScoped
class Authentication implements HttpAuthenticationMechanism {
  private static final String SCHEME = "bearer ";

  private final AuthModes modes;
  private final SecurityIdentity everybody =
      Caller.identity("everybody", JobSpec.DEFAULT_TENANT, null, EnumSet.allOf(Scope.class));

  @Inject
  Authentication(AuthModes modes) {
    this.modes = modes;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager providers) {
    if (modes.isNone()) {
      return Uni.createFrom().item(everybody);
    }
    String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Uni.createFrom().nullItem();
    }
    return KeyText.read(header.substring(SCHEME.length()).strip())
        .filter(key -> modes.hasKeys())
        .map(key -> providers.authenticate(new KeyRequest(key)))
        .orElseGet(
            () ->
                Uni.createFrom()
                    .failure(
                        new AuthenticationFailedException(
                            "The bearer token is no key of this service.")));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", Caller.CHALLENGE));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(KeyRequest.class);
  }
}
