package io.diffsr.jobs;

import static io.diffsr.problem.UnprocessableContent.UNPROCESSABLE_CONTENT;
import static jakarta.ws.rs.core.Response.Status.NOT_FOUND;

import io.diffsr.job.Job;
import io.diffsr.job.JobStatus;
import io.diffsr.problem.ProblemException;
import io.diffsr.request.WireName;
import io.diffsr.store.JobStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds jobs and makes their views, for every resource that shows one. */
@ApplicationScoped
public class Jobs {
  private final JobStore store;

  @Inject
  Jobs(JobStore store) {
    this.store = store;
  }

  /** The job with this id, or the problem that there is none. */
  public Job find(String id) {
    UUID uuid;
    try {
      uuid = UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      throw notFound(id);
    }
    return store.find(uuid).orElseThrow(() -> notFound(uuid));
  }

  public static ProblemException notFound(Object id) {
    return ProblemException.of(NOT_FOUND, "job_not_found", "There is no job " + id + ".");
  }

  /** The status with this wire name, or null for none. */
  static @Nullable JobStatus status(@Nullable String wireName) {
    if (wireName == null || wireName.isBlank()) {
      return null;
    }
    return WireName.find(JobStatus.class, wireName)
        .orElseThrow(
            () ->
                ProblemException.of(
                    UNPROCESSABLE_CONTENT,
                    "invalid_request",
                    "status must be one of " + WireName.list(JobStatus.class)));
  }

  public JobView view(Job job, URI base) {
    Long position = job.status() == JobStatus.QUEUED ? store.queuePosition(job) : null;
    return JobView.of(job, base, position);
  }
}
