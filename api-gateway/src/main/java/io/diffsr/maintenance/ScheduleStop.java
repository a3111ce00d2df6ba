package io.diffsr.maintenance;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Ends all periodic work before what it works on is taken away. */
@ApplicationScoped
class ScheduleStop {
  private final Scheduler scheduler;

  @Inject
  ScheduleStop(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  void stop(@Observes ShutdownEvent event) {
    scheduler.pause();
  }
}
