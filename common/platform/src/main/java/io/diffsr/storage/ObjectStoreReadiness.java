package io.diffsr.storage;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the object store answers: without it no job can be accepted or run. */
@Readiness
@ApplicationScoped
class ObjectStoreReadiness implements HealthCheck {
  private final ObjectStore objects;

  @Inject
  ObjectStoreReadiness(ObjectStore objects) {
    this.objects = objects;
  }

  @Override
  public HealthCheckResponse call() {
    try {
      objects.check();
      return HealthCheckResponse.up("object store");
    } catch (ObjectStoreException e) {
      return HealthCheckResponse.named("object store")
          .down()
          .withData("error", e.getMessage())
          .build();
    }
  }
}
