package io.diffsr.store;

import io.diffsr.job.Job;
import io.diffsr.job.JobEvent;
import io.diffsr.request.JobSpec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.jboss.logging.Logger;

/**
 * The only writer of jobs: it locks the row, applies a pure transition, saves, and records the
 * event, all in one transaction. A row that cannot be read is set aside, so that it does not stop
 * the others.
 */
@ApplicationScoped
@Transactional
class JobWriter {
  private static final Logger LOG = Logger.getLogger(JobWriter.class);

  private final EntityManager entities;
  private final Instance<JobListener> listeners;
  private final Event<JobEvent> committed;

  @Inject
  JobWriter(
      EntityManager entities, @Any Instance<JobListener> listeners, Event<JobEvent> committed) {
    this.entities = entities;
    this.listeners = listeners;
    this.committed = committed;
  }

  Job insert(UUID id, JobSpec spec) {
    Instant now = now();
    Job job = Job.queued(id, spec, now);
    JobRow row = new JobRow();
    JobRowMapping.write(job, row);
    row.persist();
    record(job, now);
    return job;
  }

  /**
   * Changes a job and returns it after the change.
   *
   * @throws NoSuchElementException when there is no such job
   * @throws UnreadableJobException when this version cannot read it
   */
  Job change(UUID id, JobTransition transition) {
    JobRow row = JobRow.findById(id, LockModeType.PESSIMISTIC_WRITE);
    if (row == null) {
      throw new NoSuchElementException("there is no job " + id);
    }
    return change(row, transition);
  }

  /** Changes a job that is queued; empty where it is not, or cannot be read. */
  Optional<Job> changeQueued(UUID id, JobTransition transition) {
    JobRow row = JobRow.findById(id, LockModeType.PESSIMISTIC_WRITE);
    return row == null || !row.status.equals("QUEUED")
        ? Optional.empty()
        : changeOrSetAside(row, transition);
  }

  /**
   * Changes the jobs that a query selects, and returns those that could be read.
   *
   * @param query native SQL that selects rows of {@code job} for update
   * @param parameters from ?1 on
   */
  List<Job> changeAll(String query, JobTransition transition, Object... parameters) {
    NativeQuery<JobRow> select =
        entities.unwrap(Session.class).createNativeQuery(query, JobRow.class);
    for (int i = 0; i < parameters.length; i++) {
      select.setParameter(i + 1, parameters[i]);
    }
    List<Job> changed = new ArrayList<>();
    for (JobRow row : select.getResultList()) {
      changeOrSetAside(row, transition).ifPresent(changed::add);
    }
    return changed;
  }

  private Optional<Job> changeOrSetAside(JobRow row, JobTransition transition) {
    try {
      return Optional.of(change(row, transition));
    } catch (UnreadableJobException e) {
      LOG.errorf("set aside until a newer version runs: %s", e.getMessage());
      row.setAsideAt = now();
      return Optional.empty();
    }
  }

  private Job change(JobRow row, JobTransition transition) {
    Job before = JobRowMapping.read(row);
    Instant now = now();
    Job after = transition.apply(before, now);
    JobRowMapping.write(after, row);
    if (after.statusVersion() != before.statusVersion()) {
      record(after, now);
    }
    return after;
  }

  private void record(Job job, Instant at) {
    JobEvent event = new JobEvent(job.id(), job.statusVersion(), job.status(), job.attempt(), at);
    JobEventRow.of(event).persist();
    listeners.forEach(listener -> listener.statusChanged(job, event));
    committed.fire(event);
  }

  private Instant now() {
    return DatabaseClock.now(entities);
  }
}
