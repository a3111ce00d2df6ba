package io.diffsr.attempt;

import io.diffsr.job.JobError;
import io.diffsr.job.JobResult;

/** How an attempt ended on this worker; the fence decides whether it counts. */
sealed interface AttemptOutcome {
  record Finished(JobResult result) implements AttemptOutcome {}

  record Failed(JobError error) implements AttemptOutcome {}

  /** Something that the attempt needs has been away for long. */
  record Postponed(JobError outage) implements AttemptOutcome {}

  record Stopped(RunningAttempt.Stop reason) implements AttemptOutcome {}
}
