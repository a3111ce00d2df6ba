package io.diffsr.maintenance;

import io.diffsr.dispatch.DispatchSettings;
import io.diffsr.dispatch.JobRelease;
import io.diffsr.job.Job;
import io.diffsr.job.RetryPolicy;
import io.diffsr.store.JobStore;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;

/**
 * Finds what fell between two chairs: jobs whose worker has gone, jobs past their deadline, jobs
 * that Kafka was given and no worker ever saw.
 */
@ApplicationScoped
class Sweeper {
  private static final int BATCH = 100;

  private final JobStore jobs;
  private final JobRelease release;
  private final DispatchSettings settings;

  @Inject
  Sweeper(JobStore jobs, JobRelease release, DispatchSettings settings) {
    this.jobs = jobs;
    this.release = release;
    this.settings = settings;
  }

  @Scheduled(
      every = "1s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void sweepOverdue() {
    jobs.changeOverdue(BATCH, Sweeper::settle);
  }

  @Scheduled(
      every = "5s",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void sweepForgotten() {
    release.send(jobs.changeForgotten(BATCH, settings.patience(), Job::released));
  }

  private static Job settle(Job job, Instant now) {
    return job.expired(now).leaseLost(RetryPolicy.DEFAULT, now);
  }
}
