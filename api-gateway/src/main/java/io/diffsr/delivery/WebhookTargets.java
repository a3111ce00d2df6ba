package io.diffsr.delivery;

import io.diffsr.outbound.GuardedHttpClient;
import io.diffsr.outbound.OutboundException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Whether webhooks may go to an address; checked at submit, and again by every attempt. */
@ApplicationScoped
public class WebhookTargets {
  private final GuardedHttpClient client;
  private final boolean enabled;

  @Inject
  WebhookTargets(GuardedHttpClient client, WebhookSettings settings) {
    this(client, settings.secrets().isPresent());
  }

  WebhookTargets(GuardedHttpClient client, boolean enabled) {
    this.client = client;
    this.enabled = enabled;
  }

  /** What is wrong with the address, or null where nothing is. */
  public @Nullable String check(URI url) {
    if (!enabled) {
      return "is not accepted: this service has no secret to sign webhooks with"
          + " (diffsr.webhooks.secrets)";
    }
    try {
      client.check(url);
      return null;
    } catch (OutboundException e) {
      return e.getMessage();
    }
  }
}
