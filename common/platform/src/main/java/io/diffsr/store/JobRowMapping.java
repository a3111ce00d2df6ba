package io.diffsr.store;

import io.diffsr.job.Job;
import io.diffsr.job.JobError;
import io.diffsr.job.JobExpiry;
import io.diffsr.job.JobNeeds;
import io.diffsr.job.JobResult;
import io.diffsr.job.JobStatus;
import io.diffsr.job.Lease;
import io.diffsr.job.Progress;
import io.diffsr.request.JobSpec;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Between a job and its row. */
final class JobRowMapping {
  private JobRowMapping() {}

  static void write(Job job, JobRow row) {
    row.id = job.id();
    row.status = job.status().name();
    row.statusVersion = job.statusVersion();
    row.attempt = job.attempt();
    row.failedAttempts = job.failedAttempts();
    row.tenant = job.spec().tenant();
    row.priority = job.spec().priority();
    if (row.spec == null) {
      row.spec = StoredJson.writeRequired(job.spec());
      JobNeeds needs = JobNeeds.of(job.spec());
      row.network = needs.network();
      row.startNetwork = needs.startNetwork();
      row.inputPixels = needs.inputPixels();
      row.outputPixels = needs.outputPixels();
      row.memory = needs.memory();
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
    if (!Objects.equals(row.finishedAt, job.finishedAt())) {
      // Once: what was removed since then is not due again.
      row.finishedAt = job.finishedAt();
      row.expiresAt = JobExpiry.of(job);
      row.inputDueAt = JobExpiry.ofInput(job);
      row.resultDueAt = JobExpiry.ofResult(job);
    }
    row.progress = StoredJson.write(job.progress());
    row.checkpointPercent = job.checkpointPercent();
    row.advanced = job.advanced();
    row.result = StoredJson.write(job.result());
    row.error = StoredJson.write(job.error());
  }

  /**
   * The job of a row.
   *
   * @throws UnreadableJobException when the row holds what this version does not know
   */
  static Job read(JobRow row) {
    try {
      return job(row);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new UnreadableJobException(row.id, e);
    }
  }

  static boolean readable(JobRow row) {
    try {
      read(row);
      return true;
    } catch (UnreadableJobException e) {
      return false;
    }
  }

  private static Job job(JobRow row) {
    return new Job(
        row.id,
        StoredJson.readRequired(row.spec, JobSpec.class),
        JobStatus.valueOf(row.status),
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
        row.checkpointPercent,
        row.advanced,
        StoredJson.read(row.result, JobResult.class),
        StoredJson.read(row.error, JobError.class));
  }
}
