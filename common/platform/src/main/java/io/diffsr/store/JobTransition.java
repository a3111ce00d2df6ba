package io.diffsr.store;

import io.diffsr.job.Job;
import java.time.Instant;

/** A pure change of a job, given the database's time. */
@FunctionalInterface
interface JobTransition {
  Job apply(Job job, Instant now);
}
