package io.diffsr.dispatch;

import io.diffsr.store.DispatchStore;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Hands jobs to Kafka again whose record reached no worker. */
@ApplicationScoped
class Redelivery {
  private static final int BATCH = 100;

  private final DispatchStore jobs;
  private final JobRelease release;
  private final DispatchSettings settings;

  @Inject
  Redelivery(DispatchStore jobs, JobRelease release, DispatchSettings settings) {
    this.jobs = jobs;
    this.release = release;
    this.settings = settings;
  }

  @Scheduled(
      every = "5s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void redeliver() {
    release.send(jobs.releaseUndelivered(BATCH, settings.patience()));
  }
}
