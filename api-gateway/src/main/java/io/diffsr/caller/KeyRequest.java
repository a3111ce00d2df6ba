package io.diffsr.caller;

import io.diffsr.access.KeyText;
import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** Asks whose key this is. */
final class KeyRequest extends BaseAuthenticationRequest {
  private final KeyText key;

  KeyRequest(KeyText key) {
    this.key = key;
  }

  KeyText key() {
    return key;
  }
}
