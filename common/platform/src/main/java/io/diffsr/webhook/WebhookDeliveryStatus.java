package io.diffsr.webhook;

import io.diffsr.request.WireName;

/** How far a webhook's delivery has come. */
public enum WebhookDeliveryStatus implements WireName {
  /** Another attempt will follow, or is under way. */
  PENDING,
  /** The receiver has taken it. */
  SUCCEEDED,
  /** The last attempt failed. */
  FAILED,
  /** The receiver answered 410: it gets no more messages about this job. */
  GONE
}
