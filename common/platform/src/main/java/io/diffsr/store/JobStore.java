package io.diffsr.store;

import io.diffsr.job.Job;
import io.diffsr.job.JobEvent;
import io.diffsr.job.JobStatus;
import io.diffsr.request.JobSpec;
import io.diffsr.storage.ObjectKeys;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/** Jobs as callers of the API make, read and cancel them. */
@ApplicationScoped
@Transactional
public class JobStore {
  private final EntityManager entities;
  private final JobWriter writer;
  private final ObjectDeletions deletions;

  @Inject
  JobStore(EntityManager entities, JobWriter writer, ObjectDeletions deletions) {
    this.deletions = deletions;
    this.entities = entities;
    this.writer = writer;
  }

  /** Accepts a job. Joins the caller's transaction where there is one. */
  public Job insert(UUID id, JobSpec spec) {
    return writer.insert(id, spec);
  }

  /**
   * Asks a job to stop; a queued one is canceled at once. Asking twice, or too late, changes
   * nothing.
   *
   * @return the job after the change
   * @throws NoSuchElementException when there is no such job
   * @throws UnreadableJobException when this version cannot read it
   */
  public Job requestCancel(UUID id) {
    return writer.change(id, Job::cancelRequested);
  }

  /**
   * Queues a job again that has failed.
   *
   * @throws io.diffsr.job.IllegalTransitionException where it may not be
   * @throws NoSuchElementException when there is no such job
   */
  public Job retry(UUID id) {
    return goesOn(writer.change(id, Job::retried));
  }

  /**
   * Queues a tenant's jobs again that have failed and may be retried.
   *
   * @return those of them; one whose time has come meanwhile stays as it is, and is among them
   */
  public List<Job> retryAll(String tenant, int most) {
    List<Job> found =
        writer.changeAll(
            StoreQueries.RETRYABLE,
            (job, now) -> job.retryable(now) ? job.retried(now) : job,
            tenant,
            most);
    found.stream().filter(job -> job.status() == JobStatus.QUEUED).forEach(this::goesOn);
    return found;
  }

  /** Its last checkpoint, which was to be removed when it failed, is of use again. */
  private Job goesOn(Job job) {
    deletions.withdraw(ObjectKeys.checkpoint(job.id()));
    return job;
  }

  /**
   * The job, if there is one.
   *
   * @throws UnreadableJobException when this version cannot read it
   */
  public Optional<Job> find(UUID id) {
    return JobRow.<JobRow>findByIdOptional(id).map(JobRowMapping::read);
  }

  /**
   * A tenant's job, if there is one: another's is none, whether or not it can be read.
   *
   * @throws UnreadableJobException when this version cannot read it
   */
  public Optional<Job> find(String tenant, UUID id) {
    return JobRow.<JobRow>findByIdOptional(id)
        .filter(row -> row.tenant.equals(tenant))
        .map(JobRowMapping::read);
  }

  /**
   * A page of jobs.
   *
   * @param jobs newest first, without those that this version cannot read
   * @param next where the next page begins; null on the last
   */
  public record Listing(List<Job> jobs, @Nullable JobPosition next) {}

  /**
   * A tenant's jobs newest first. Those that this version cannot read are left out.
   *
   * @param tenant whose
   * @param status only jobs in this state, or null for all
   * @param after only jobs older than this one, or null to start at the newest
   * @param retryable only those that have failed and may be retried
   * @param most at most so many
   */
  public Listing list(
      String tenant,
      @Nullable JobStatus status,
      @Nullable JobPosition after,
      boolean retryable,
      int most) {
    NativeQuery<JobRow> query =
        entities
            .unwrap(Session.class)
            .createNativeQuery(
                StoreQueries.list(status != null, after != null, retryable), JobRow.class);
    query.setParameter("tenant", tenant);
    query.setParameter("most", most + 1);
    if (status != null) {
      query.setParameter("status", status.name());
    }
    if (after != null) {
      query.setParameter("at", after.createdAt());
      query.setParameter("id", after.id());
    }
    List<JobRow> rows = query.getResultList();
    List<JobRow> page = rows.subList(0, Math.min(most, rows.size()));
    JobRow last = page.isEmpty() ? null : page.get(page.size() - 1);
    return new Listing(
        page.stream().filter(JobRowMapping::readable).map(JobRowMapping::read).toList(),
        rows.size() <= most || last == null ? null : new JobPosition(last.createdAt, last.id));
  }

  /** Those of the jobs that exist; the value is empty where this version cannot read the row. */
  public Map<UUID, Optional<Job>> findAll(Collection<UUID> ids) {
    Map<UUID, Optional<Job>> found = new HashMap<>();
    for (JobRow row : JobRow.<JobRow>list("id in ?1", ids)) {
      found.put(
          row.id,
          JobRowMapping.readable(row) ? Optional.of(JobRowMapping.read(row)) : Optional.empty());
    }
    return found;
  }

  /** The job's changes after a version, oldest first. */
  public List<JobEvent> events(UUID id, int afterVersion) {
    return JobEventRow.<JobEventRow>find(
            "job = ?1 and version > ?2", Sort.by("version"), id, afterVersion)
        .stream()
        .map(JobEventRow::toEvent)
        .toList();
  }

  /** How many jobs are in a state. */
  public long count(JobStatus status) {
    return JobRow.count("status", status.name());
  }

  /** How many jobs of the backlog come before each of these; jobs that are not queued lack one. */
  public Map<UUID, Long> queuePositions(Collection<UUID> ids) {
    Map<UUID, Long> positions = new HashMap<>();
    if (ids.isEmpty()) {
      return positions;
    }
    for (Object[] row :
        entities
            .unwrap(Session.class)
            .createNativeQuery(StoreQueries.QUEUE_POSITIONS, Object[].class)
            .setParameter("ids", ids)
            .getResultList()) {
      positions.put((UUID) row[0], ((Number) row[1]).longValue());
    }
    return positions;
  }
}
