package io.diffsr.worker;

import io.diffsr.attempt.WarmEngine;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the models are warm, and while Kafka gives its free slots the jobs that wait. */
@Readiness
class WorkerReadiness implements HealthCheck {
  private final WarmEngine engine;
  private final SlotHealth slots;

  @Inject
  WorkerReadiness(WarmEngine engine, SlotHealth slots) {
    this.engine = engine;
    this.slots = slots;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("worker")
        .status(engine.ready() && !slots.starving())
        .withData("models warm", engine.ready())
        .withData("slots get jobs", !slots.starving())
        .build();
  }
}
