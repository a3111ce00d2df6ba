package io.diffsr.webhook;

import java.util.UUID;

/**
 * A message about a job is written and waits to be sent, once its transaction is committed.
 *
 * @param job that it is about
 */
public record WebhookQueued(UUID job) {}
