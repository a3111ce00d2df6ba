package io.diffsr.request;

import java.net.URI;
import java.util.Set;

/**
 * Where to send a job's events.
 *
 * @param url http or https address
 * @param events event types to send, for example {@code job.succeeded}; never empty
 */
public record Webhook(URI url, Set<String> events) {
  public Webhook {
    events = Set.copyOf(events);
  }
}
