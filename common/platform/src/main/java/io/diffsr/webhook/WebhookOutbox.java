package io.diffsr.webhook;

import com.github.f4b6a3.uuid.UuidCreator;
import io.diffsr.job.Job;
import io.diffsr.job.JobEvent;
import io.diffsr.request.Webhook;
import io.diffsr.store.JobListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;

/**
 * Writes the message about a change of status in the transaction that makes the change: there is no
 * change without its message and no message without its change.
 */
@ApplicationScoped
public class WebhookOutbox implements JobListener {
  private final Event<WebhookQueued> queued;

  @Inject
  WebhookOutbox(Event<WebhookQueued> queued) {
    this.queued = queued;
  }

  @Override
  public void statusChanged(Job job, JobEvent event) {
    Webhook webhook = job.spec().webhook();
    if (webhook == null || !webhook.events().contains(event.type()) || receiverGone(job)) {
      return;
    }
    WebhookDeliveryRow row = new WebhookDeliveryRow();
    row.id = UuidCreator.getTimeOrderedEpoch();
    row.job = job.id();
    row.type = event.type();
    row.url = webhook.url().toString();
    row.body = WebhookBody.of(job, event);
    row.status = WebhookDeliveryStatus.PENDING;
    row.nextAttemptAt = event.at();
    row.createdAt = event.at();
    row.persist();
    queued.fire(new WebhookQueued(job.id()));
  }

  private static boolean receiverGone(Job job) {
    return WebhookDeliveryRow.count(
            "job = ?1 and status = ?2", job.id(), WebhookDeliveryStatus.GONE)
        > 0;
  }
}
