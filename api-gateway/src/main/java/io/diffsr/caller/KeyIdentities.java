package io.diffsr.caller;

import io.agroal.api.AgroalDataSource;
import io.diffsr.access.ApiKey;
import io.diffsr.access.ApiKeyTable;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Who a key is: asked of the database each time, so that a revoked one ends at once. */
@ApplicationScoped
class KeyIdentities implements IdentityProvider<KeyRequest> {
  private final ApiKeyTable keys;

  @Inject
  KeyIdentities(AgroalDataSource database) {
    this.keys = new ApiKeyTable(database);
  }

  @Override
  public Class<KeyRequest> getRequestType() {
    return KeyRequest.class;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      KeyRequest request, AuthenticationRequestContext context) {
    return context.runBlocking(
        () -> {
          ApiKey key =
              keys.authenticate(request.key())
                  .orElseThrow(
                      () ->
                          new AuthenticationFailedException(
                              "The key is not known, or is revoked or expired."));
          return Caller.identity("key " + key.id(), key.tenant(), key.id(), key.scopes());
        });
  }
}
