package io.diffsr.store;

import io.diffsr.job.Job;
import io.diffsr.job.JobEvent;
import io.diffsr.job.JobStatus;
import io.diffsr.request.JobSpec;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jspecify.annotations.Nullable;

/**
 * The one write door for jobs: it locks the row, applies a pure transition, saves, and records the
 * event, all in one transaction.
 */
@ApplicationScoped
public class JobStore {
  private final EntityManager entities;
  private final Instance<JobListener> listeners;
  private final Event<JobEvent> committed;

  @Inject
  JobStore(
      EntityManager entities, @Any Instance<JobListener> listeners, Event<JobEvent> committed) {
    this.entities = entities;
    this.listeners = listeners;
    this.committed = committed;
  }

  /** Accepts a job. Joins the caller's transaction where there is one. */
  @Transactional
  public Job insert(UUID id, JobSpec spec) {
    Job job = Job.queued(id, spec, now());
    JobRow row = new JobRow();
    JobRowMapping.write(job, row);
    row.persist();
    record(job);
    return job;
  }

  /**
   * Changes a job.
   *
   * @return the job after the change
   * @throws NoSuchElementException when there is no such job
   */
  @Transactional
  public Job change(UUID id, JobTransition transition) {
    JobRow row = JobRow.findById(id, LockModeType.PESSIMISTIC_WRITE);
    if (row == null) {
      throw new NoSuchElementException("there is no job " + id);
    }
    return change(row, transition);
  }

  /**
   * Gives a queued job to a worker, unless it has gone to another, is not due yet or has been
   * withdrawn.
   *
   * @param worker name of the worker
   * @param lease how long the worker may be silent
   * @return the job with its new attempt number, or empty when it is not to be had
   */
  @Transactional
  public Optional<Job> claim(UUID id, String worker, Duration lease) {
    JobRow row = JobRow.findById(id, LockModeType.PESSIMISTIC_WRITE);
    if (row == null || row.status != JobStatus.QUEUED) {
      return Optional.empty();
    }
    Job job =
        change(
            row,
            (current, now) -> {
              if (current.overdue(now)) {
                return current.expired(now);
              }
              return current.availableAt().isAfter(now)
                  ? current
                  : current.claimed(worker, lease, now);
            });
    return Optional.of(job).filter(claimed -> claimed.status() == JobStatus.RUNNING);
  }

  /**
   * Changes the first jobs of the backlog that are due and not yet handed out. Rows that another
   * gateway is working on are passed over.
   *
   * @param most at most so many
   */
  @Transactional
  public List<Job> changeBacklog(int most, JobTransition transition) {
    return changeAll(
        """
        select * from job
        where status = 'QUEUED' and released_at is null and available_at <= clock_timestamp()
        order by priority desc, created_at, id
        limit ?1 for update skip locked
        """,
        most,
        transition);
  }

  /**
   * Changes queued jobs that were handed out so long ago that the hand-over is likely lost. The
   * patience doubles with each hand-over, so that a long queue is not flooded with duplicates.
   */
  @Transactional
  public List<Job> changeForgotten(int most, Duration patience, JobTransition transition) {
    return changeAll(
        """
        select * from job
        where status = 'QUEUED'
          and released_at
              < clock_timestamp() - make_interval(secs => ?2 * power(2, least(releases, 10) - 1))
        order by released_at limit ?1 for update skip locked
        """,
        most,
        transition,
        patience.toMillis() / 1000.0);
  }

  /** Changes jobs whose worker has gone, or whose deadline has passed. */
  @Transactional
  public List<Job> changeOverdue(int most, JobTransition transition) {
    return changeAll(
        """
        select * from job
        where status in ('RUNNING', 'CANCELING') and lease_until <= clock_timestamp()
           or status = 'QUEUED' and deadline <= clock_timestamp()
        limit ?1 for update skip locked
        """,
        most,
        transition);
  }

  @Transactional
  public Optional<Job> find(UUID id) {
    return JobRow.<JobRow>findByIdOptional(id).map(JobRowMapping::read);
  }

  /**
   * Newest first.
   *
   * @param status only jobs in this state, or null for all
   * @param after only jobs older than this one, or null to start at the newest
   */
  @Transactional
  public List<Job> list(@Nullable JobStatus status, @Nullable JobPosition after, int most) {
    StringBuilder query = new StringBuilder("true = true");
    Map<String, Object> parameters = new HashMap<>();
    if (status != null) {
      query.append(" and status = :status");
      parameters.put("status", status);
    }
    if (after != null) {
      query.append(" and (createdAt < :at or createdAt = :at and id < :id)");
      parameters.put("at", after.createdAt());
      parameters.put("id", after.id());
    }
    Sort newestFirst = Sort.descending("createdAt", "id");
    return JobRow.<JobRow>find(query.toString(), newestFirst, parameters).page(0, most).stream()
        .map(JobRowMapping::read)
        .toList();
  }

  /** The job's changes after a version, oldest first. */
  @Transactional
  public List<JobEvent> events(UUID id, int afterVersion) {
    return JobEventRow.<JobEventRow>find(
            "job = ?1 and version > ?2", Sort.by("version"), id, afterVersion)
        .stream()
        .map(JobEventRow::toEvent)
        .toList();
  }

  /** How many jobs are in a state. */
  @Transactional
  public long count(JobStatus status) {
    return JobRow.count("status", status);
  }

  /** How many queued jobs have been handed to Kafka and not been claimed. */
  @Transactional
  public long countReleased() {
    return JobRow.count("status = ?1 and releasedAt is not null", JobStatus.QUEUED);
  }

  /** How many jobs of the backlog come before this one. */
  @Transactional
  public long queuePosition(Job job) {
    return JobRow.count(
        "status = ?1 and (priority > ?2 or priority = ?2 and createdAt < ?3)",
        JobStatus.QUEUED,
        job.spec().priority(),
        job.createdAt());
  }

  private List<Job> changeAll(
      String query, int most, JobTransition transition, Object... parameters) {
    NativeQuery<JobRow> select =
        entities.unwrap(Session.class).createNativeQuery(query, JobRow.class);
    select.setParameter(1, most);
    for (int i = 0; i < parameters.length; i++) {
      select.setParameter(i + 2, parameters[i]);
    }
    return select.getResultList().stream().map(row -> change(row, transition)).toList();
  }

  private Job change(JobRow row, JobTransition transition) {
    Job before = JobRowMapping.read(row);
    Job after = transition.apply(before, now());
    JobRowMapping.write(after, row);
    if (after.statusVersion() != before.statusVersion()) {
      record(after);
    }
    return after;
  }

  private void record(Job job) {
    JobEvent event =
        new JobEvent(job.id(), job.statusVersion(), job.status(), job.attempt(), now());
    JobEventRow.of(event).persist();
    listeners.forEach(listener -> listener.statusChanged(job, event));
    committed.fire(event);
  }

  private Instant now() {
    return DatabaseClock.now(entities);
  }
}
