package io.diffsr.worker;

import io.diffsr.attempt.WarmEngine;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the models are warm. */
@Readiness
class WorkerReadiness implements HealthCheck {
  private final WarmEngine engine;

  @Inject
  WorkerReadiness(WarmEngine engine) {
    this.engine = engine;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("models warm").status(engine.ready()).build();
  }
}
