package io.diffsr.submission;

import static io.diffsr.problem.UnprocessableContent.UNPROCESSABLE_CONTENT;
import static jakarta.ws.rs.core.Response.Status.CONFLICT;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.caller.Caller;
import io.diffsr.job.Job;
import io.diffsr.jobs.JobView;
import io.diffsr.problem.ProblemException;
import io.diffsr.store.IdempotencyStore;
import io.diffsr.store.IdempotencyStore.Claim;
import io.diffsr.store.IdempotencyStore.LostClaimException;
import io.diffsr.store.JobStore;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accepts a job once for each {@code Idempotency-Key}, however often the request is sent. */
@ApplicationScoped
public class IdempotentSubmission {
  static final int LONGEST_KEY = 255;

  /** Printable characters of ASCII, not all of them spaces. */
  static final String KEY = "^[ -~]*[!-~][ -~]*$";

  private final JobAdmission admission;
  private final JobStore jobs;
  private final IdempotencyStore keys;
  private final SubmissionReader reader;
  private final ObjectMapper mapper;
  private final Caller caller;

  @Inject
  IdempotentSubmission(
      JobAdmission admission,
      JobStore jobs,
      IdempotencyStore keys,
      SubmissionReader reader,
      ObjectMapper mapper,
      Caller caller) {
    this.caller = caller;
    this.admission = admission;
    this.jobs = jobs;
    this.keys = keys;
    this.reader = reader;
    this.mapper = mapper;
  }

  /** The answer to a submission: the job and, as JSON, its view when it was accepted. */
  public record AcceptedJob(UUID job, String json) {}

  /**
   * Accepts a job, or repeats the answer that the same request got before.
   *
   * @param upload takes the picture of an {@code image_url}
   * @param base address of the service as the caller sees it
   * @throws IOException where a file cannot be written or read
   */
  AcceptedJob accept(Submission submission, Upload upload, @Nullable String key, URI base)
      throws IOException {
    if (key == null) {
      Job job = admission.accept(submission, upload, jobs::insert);
      return new AcceptedJob(job.id(), view(job, base));
    }
    if (key.length() > LONGEST_KEY || !key.matches(KEY)) {
      throw ProblemException.of(
          UNPROCESSABLE_CONTENT,
          "invalid_request",
          "Idempotency-Key must have 1 to %d printable characters of ASCII".formatted(LONGEST_KEY));
    }
    String owned = IdempotencyStore.ofTenant(caller.tenant(), key);
    Claim claim = keys.claim(owned, reader.payloadHash(submission));
    if (claim instanceof Claim.Answered answered) {
      return new AcceptedJob(answered.job(), answered.answer());
    }
    if (claim instanceof Claim.InFlight) {
      throw inFlight();
    }
    if (claim instanceof Claim.OtherPayload) {
      throw ProblemException.of(
          UNPROCESSABLE_CONTENT,
          "idempotency_key_reused",
          "This Idempotency-Key was used for another request.");
    }
    return acceptOnce(submission, upload, owned, ((Claim.Fresh) claim).fence(), base);
  }

  private AcceptedJob acceptOnce(
      Submission submission, Upload upload, String key, UUID fence, URI base) throws IOException {
    try {
      Job job =
          admission.accept(
              submission,
              upload,
              (id, spec) ->
                  QuarkusTransaction.requiringNew()
                      .call(
                          () -> {
                            Job inserted = jobs.insert(id, spec);
                            keys.complete(key, fence, id, view(inserted, base));
                            return inserted;
                          }));
      return new AcceptedJob(job.id(), view(job, base));
    } catch (LostClaimException e) {
      throw inFlight();
    } catch (RuntimeException | IOException e) {
      keys.abandon(key, fence);
      throw e;
    }
  }

  private static ProblemException inFlight() {
    return ProblemException.retryable(
        CONFLICT,
        "idempotency_key_in_flight",
        "A request with this Idempotency-Key is in progress.",
        Duration.ofSeconds(1));
  }

  private String view(Job job, URI base) {
    try {
      return mapper.writeValueAsString(JobView.of(job, base, null, null));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
