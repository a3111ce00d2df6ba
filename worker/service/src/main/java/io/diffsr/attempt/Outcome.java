package io.diffsr.attempt;

import io.diffsr.job.JobError;
import io.diffsr.job.JobResult;

/** How an attempt ended on this worker; whether it counts is decided by the job's fence. */
sealed interface Outcome {
  record Finished(JobResult result) implements Outcome {}

  record Failed(JobError error) implements Outcome {}

  record Stopped(Attempt.Stop reason) implements Outcome {}
}
