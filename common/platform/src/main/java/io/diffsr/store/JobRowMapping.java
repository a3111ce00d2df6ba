package io.diffsr.store;

import io.diffsr.job.Job;
import io.diffsr.job.JobError;
import io.diffsr.job.JobResult;
import io.diffsr.job.Lease;
import io.diffsr.job.Progress;
import io.diffsr.request.JobSpec;

/** Between a job and its row. */
final class JobRowMapping {
  private JobRowMapping() {}

  static void write(Job job, JobRow row) {
    row.id = job.id();
    row.status = job.status();
    row.statusVersion = job.statusVersion();
    row.attempt = job.attempt();
    row.failedAttempts = job.failedAttempts();
    row.priority = job.spec().priority();
    if (row.spec == null) {
      row.spec = StoredJson.writeRequired(job.spec());
    }
    row.createdAt = job.createdAt();
    row.availableAt = job.availableAt();
    row.deadline = job.spec().deadline();
    row.releasedAt = job.releasedAt();
    row.releases = job.releases();
    Lease lease = job.lease();
    row.leaseWorker = lease == null ? null : lease.worker();
    row.leaseUntil = lease == null ? null : lease.until();
    row.startedAt = job.startedAt();
    row.finishedAt = job.finishedAt();
    row.progress = StoredJson.write(job.progress());
    row.result = StoredJson.write(job.result());
    row.error = StoredJson.write(job.error());
  }

  static Job read(JobRow row) {
    return new Job(
        row.id,
        StoredJson.readRequired(row.spec, JobSpec.class),
        row.status,
        row.statusVersion,
        row.attempt,
        row.failedAttempts,
        row.createdAt,
        row.availableAt,
        row.releasedAt,
        row.releases,
        row.leaseWorker == null || row.leaseUntil == null
            ? null
            : new Lease(row.leaseWorker, row.leaseUntil),
        row.startedAt,
        row.finishedAt,
        StoredJson.read(row.progress, Progress.class),
        StoredJson.read(row.result, JobResult.class),
        StoredJson.read(row.error, JobError.class));
  }
}
