package io.diffsr.store;

import io.diffsr.job.Job;
import io.diffsr.job.JobEvent;

/**
 * Takes part in the transaction of every change of status: what it writes is committed with the
 * change or not at all.
 */
public interface JobListener {
  void statusChanged(Job job, JobEvent event);
}
