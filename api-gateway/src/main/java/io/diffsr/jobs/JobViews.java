package io.diffsr.jobs;

import static jakarta.ws.rs.core.Response.Status.NOT_FOUND;

import io.diffsr.caller.Caller;
import io.diffsr.job.Job;
import io.diffsr.job.JobStatus;
import io.diffsr.problem.ProblemException;
import io.diffsr.request.WireName;
import io.diffsr.store.JobStore;
import io.diffsr.store.Placement;
import io.diffsr.store.WaitingFor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Finds jobs and makes their views, for every resource that shows one. */
@ApplicationScoped
public class JobViews {
  private final JobStore store;
  private final Placement placement;
  private final Caller caller;

  @Inject
  JobViews(JobStore store, Placement placement, Caller caller) {
    this.caller = caller;
    this.store = store;
    this.placement = placement;
  }

  /** The caller's job with this id, or the problem that there is none: another's is none. */
  public Job find(String id) {
    UUID uuid;
    try {
      uuid = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw notFound(id);
    }
    return store.find(caller.tenant(), uuid).orElseThrow(() -> notFound(uuid));
  }

  /** Whether there is such a job and it is the caller's. */
  public boolean isCallers(UUID id) {
    return store.find(caller.tenant(), id).isPresent();
  }

  public static ProblemException notFound(Object id) {
    return ProblemException.of(NOT_FOUND, "job_not_found", "There is no job " + id + ".");
  }

  /** The status with this wire name. */
  static JobStatus status(String wireName) {
    return WireName.find(JobStatus.class, wireName)
        .orElseThrow(
            () ->
                QueryParameter.invalid(
                    "status", "must be one of " + WireName.list(JobStatus.class)));
  }

  public JobView view(Job job, URI base) {
    return views(List.of(job), base).get(0);
  }

  /** A page of jobs: one query each for positions and placement. */
  List<JobView> views(List<Job> page, URI base) {
    List<UUID> queued =
        page.stream().filter(job -> job.status() == JobStatus.QUEUED).map(Job::id).toList();
    Map<UUID, Long> positions = store.queuePositions(queued);
    Map<UUID, WaitingFor> waiting = placement.waiting(queued);
    return page.stream()
        .map(job -> JobView.of(job, base, positions.get(job.id()), waiting.get(job.id())))
        .toList();
  }
}
