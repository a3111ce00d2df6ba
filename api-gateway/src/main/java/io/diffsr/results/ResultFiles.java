package io.diffsr.results;

import static jakarta.ws.rs.core.Response.Status.CONFLICT;
import static jakarta.ws.rs.core.Response.Status.GONE;
import static jakarta.ws.rs.core.Response.Status.PARTIAL_CONTENT;
import static jakarta.ws.rs.core.Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE;

import io.diffsr.job.Job;
import io.diffsr.job.JobExpiry;
import io.diffsr.job.JobResult;
import io.diffsr.problem.ProblemException;
import io.diffsr.storage.ObjectStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends the files that a job has made. */
@ApplicationScoped
class ResultFiles {
  private static final String CONTENT_RANGE = "Content-Range";

  private final ObjectStore objects;
  private final ResultSettings settings;

  @Inject
  ResultFiles(ObjectStore objects, ResultSettings settings) {
    this.objects = objects;
    this.settings = settings;
  }

  /** The job's result, or the problem that it has none (yet) or none any more. */
  static JobResult require(Job job) {
    JobResult result = made(job);
    Instant expiresAt = JobExpiry.ofResult(job);
    if (expiresAt != null && !expiresAt.isAfter(Instant.now())) {
      throw ProblemException.of(
          GONE, "result_expired", "The result was kept until %s.".formatted(expiresAt));
    }
    return result;
  }

  /** The job's result, whether or not its file is still kept. */
  static JobResult made(Job job) {
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
   * A file to send.
   *
   * @param name the name a browser saves it under
   * @param size in bytes, or -1 where it is not known
   * @param sha256 of its bytes, or null where it is not known
   */
  record ResultFile(String key, String mediaType, String name, long size, @Nullable String sha256) {
    @Nullable EntityTag tag() {
      return sha256 == null ? null : new EntityTag(sha256);
    }
  }

  /**
   * The file or the part of it that is asked for, or a redirect to it where the gateway is so set.
   */
  Response send(ResultFile file, HttpHeaders request) {
    EntityTag tag = file.tag();
    if (tag != null && names(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), file)) {
      return Response.notModified(tag).build();
    }
    if (settings.redirect()) {
      return Response.seeOther(
              objects.presignedGet(file.key(), settings.redirectValidity(), file.name()))
          .build();
    }
    try {
      Optional<ByteRange> part = part(file, request);
      return part.isEmpty()
          ? head(file, Response.ok(), file.size()).entity(objects.open(file.key())).build()
          : send(file, part.get());
    } catch (ByteRange.UnsatisfiableException e) {
      return Response.fromResponse(
              ProblemException.of(
                      REQUESTED_RANGE_NOT_SATISFIABLE,
                      "range_not_satisfiable",
                      "The file has %d bytes.".formatted(file.size()))
                  .toResponse())
          .header(CONTENT_RANGE, "bytes */" + file.size())
          .build();
    }
  }

  private Response send(ResultFile file, ByteRange part) {
    return head(file, Response.status(PARTIAL_CONTENT), part.length())
        .header(CONTENT_RANGE, part.contentRange(file.size()))
        .entity(objects.open(file.key(), part.first(), part.length()))
        .build();
  }

  /** What {@link #send} answers, without the bytes; the object store is not asked. */
  Response describe(ResultFile file) {
    return head(file, Response.ok(), file.size()).build();
  }

  private static Response.ResponseBuilder head(
      ResultFile file, Response.ResponseBuilder answer, long length) {
    answer
        .type(file.mediaType())
        .header(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + file.name() + "\"")
        .tag(file.tag());
    if (file.size() >= 0) {
      answer.header(HttpHeaders.CONTENT_LENGTH, length).header("Accept-Ranges", "bytes");
    }
    return answer;
  }

  private static Optional<ByteRange> part(ResultFile file, HttpHeaders request)
      throws ByteRange.UnsatisfiableException {
    String onlyIf = request.getHeaderString("If-Range");
    if (file.size() < 0 || (onlyIf != null && !names(onlyIf, file))) {
      return Optional.empty();
    }
    return ByteRange.read(request.getHeaderString("Range"), file.size());
  }

  private static boolean names(@Nullable String tags, ResultFile file) {
    return tags != null
        && file.sha256() != null
        && (tags.strip().equals("*") || tags.contains("\"" + file.sha256() + "\""));
  }
}
