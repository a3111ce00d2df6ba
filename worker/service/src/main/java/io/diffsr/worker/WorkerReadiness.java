package io.diffsr.worker;

import io.diffsr.attempt.Engine;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the models are warm. */
@Readiness
class WorkerReadiness implements HealthCheck {
  private final Engine engine;

  @Inject
  WorkerReadiness(Engine engine) {
    this.engine = engine;
  }

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("models warm").status(engine.ready()).build();
  }
}
