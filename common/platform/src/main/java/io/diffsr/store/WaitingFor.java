package io.diffsr.store;

import io.diffsr.request.WireName;

/** Why no registered worker can run a queued job. */
public enum WaitingFor implements WireName {
  /** No worker is registered. */
  WORKER("no worker runs"),
  /** No worker has the model, or the network that is the method. */
  NETWORK("no running worker has the model or method that the job names"),
  /** No worker that has the network has the memory. */
  MEMORY("no slot of a running worker that has the model has the memory that the job takes");

  private final String detail;

  WaitingFor(String detail) {
    this.detail = detail;
  }

  /** One sentence for a person. */
  public String detail() {
    return detail;
  }
}
