package io.diffsr.results;

import static jakarta.ws.rs.core.Response.Status.CONFLICT;

import io.diffsr.job.Job;
import io.diffsr.job.JobResult;
import io.diffsr.problem.ProblemException;
import io.diffsr.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.function.UnaryOperator;

/** Sends the files that a job has made. */
@ApplicationScoped
class ResultFiles {
  private final ObjectStore objects;
  private final ResultSettings settings;

  @Inject
  ResultFiles(ObjectStore objects, ResultSettings settings) {
    this.objects = objects;
    this.settings = settings;
  }

  /** The job's result, or the problem that it has none (yet). */
  static JobResult require(Job job) {
    JobResult result = job.result();
    if (result == null) {
      throw ProblemException.of(
          CONFLICT,
          job.status().terminal() ? "job_has_no_result" : "job_not_finished",
          "The job is " + job.status().wireName() + " and has no result.");
    }
    return result;
  }

  /**
   * The file, or a redirect to it where the gateway is set so.
   *
   * @param fileName the name a browser saves the file under
   * @param bytes adds what only an answer with the bytes has
   */
  Response send(
      String key,
      String mediaType,
      String fileName,
      UnaryOperator<Response.ResponseBuilder> bytes) {
    if (settings.redirect()) {
      return Response.seeOther(objects.presignedGet(key, settings.redirectValidity(), fileName))
          .build();
    }
    Response.ResponseBuilder answer =
        Response.ok(objects.open(key), mediaType)
            .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + fileName + "\"");
    return bytes.apply(answer).build();
  }
}
