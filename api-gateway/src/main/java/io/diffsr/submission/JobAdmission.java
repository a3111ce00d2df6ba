package io.diffsr.submission;

import static jakarta.ws.rs.core.Response.Status.TOO_MANY_REQUESTS;

import com.github.f4b6a3.uuid.UuidCreator;
import io.diffsr.caller.Caller;
import io.diffsr.delivery.WebhookTargets;
import io.diffsr.job.Job;
import io.diffsr.maintenance.RetentionSettings;
import io.diffsr.outbound.GuardedHttpClient;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureIntake;
import io.diffsr.problem.ProblemException;
import io.diffsr.request.InputPicture;
import io.diffsr.request.InvalidJobException;
import io.diffsr.request.InvalidJobException.Violation;
import io.diffsr.request.JobRules;
import io.diffsr.request.JobSpec;
import io.diffsr.request.JobWarning;
import io.diffsr.request.UpscaleRules;
import io.diffsr.request.Webhook;
import io.diffsr.storage.ObjectKeys;
import io.diffsr.storage.ObjectStore;
import io.diffsr.store.IdempotencyStore.LostClaimException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Accepts jobs: everything that can be wrong is found out first and costs nothing; then the input
 * is stored; then the row is committed, and only then is the job accepted.
 */
@ApplicationScoped
class JobAdmission {
  private static final Logger LOG = Logger.getLogger(JobAdmission.class);
  private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(30);

  /** A double holds every smaller whole number, and so does JSON wherever it is read. */
  private static final long SEEDS = 1L << 53;

  private final QueueSpace queue;
  private final ObjectStore objects;
  private final GuardedHttpClient outbound;
  private final WebhookTargets webhookTargets;
  private final LimitSettings limits;
  private final JobRules rules;
  private final Caller caller;
  private final PictureIntake intake;

  @Inject
  JobAdmission(
      QueueSpace queue,
      ObjectStore objects,
      GuardedHttpClient outbound,
      WebhookTargets webhookTargets,
      LimitSettings limits,
      PictureSettings pictures,
      RetentionSettings retention,
      Uploads uploads,
      AvailableModels models,
      Caller caller) {
    this.caller = caller;
    this.queue = queue;
    this.objects = objects;
    this.outbound = outbound;
    this.webhookTargets = webhookTargets;
    this.limits = limits;
    this.intake = new PictureIntake(limits.picture(), pictures.heifProgram(), uploads.folder());
    SecureRandom random = new SecureRandom();
    this.rules =
        new JobRules(
            new UpscaleRules(
                limits.outputPixels(),
                limits.runMemory(),
                models.names(),
                models.methods().orElse(List.of()),
                () -> random.nextLong(SEEDS)),
            retention.promise());
  }

  /** Inserts the row of an accepted job, with whatever must be committed along with it. */
  @FunctionalInterface
  interface Commit {
    Job commit(UUID id, JobSpec spec);
  }

  /**
   * Accepts a job.
   *
   * @param upload takes the picture of an {@code image_url}
   * @param commit called once, after the input is stored
   * @throws IOException where a file cannot be written or read
   * @throws InvalidJobException when a field is wrong
   * @throws io.diffsr.picture.PictureException when the picture cannot be taken
   */
  Job accept(Submission submission, Upload upload, Commit commit) throws IOException {
    requireQueueSpace();
    Path image = submission.image();
    if (image == null) {
      image = upload.file();
      try (OutputStream file = Files.newOutputStream(image)) {
        outbound.fetch(imageUrl(submission), limits.inputBytes(), file);
      }
    }
    try (PictureIntake.Taken taken = intake.take(image)) {
      return accept(submission, taken, commit);
    }
  }

  private Job accept(Submission submission, PictureIntake.Taken picture, Commit commit)
      throws IOException {
    PictureHeader header = picture.header();
    UUID id = UuidCreator.getTimeOrderedEpoch();
    String key = ObjectKeys.input(id);
    String mediaType = header.format().mediaType();
    InputPicture input =
        new InputPicture(
            key,
            mediaType,
            header.width(),
            header.height(),
            Files.size(picture.file()),
            header.plain(),
            picture.warnings().stream()
                .map(warning -> new JobWarning(warning.code().wireName(), warning.message()))
                .toList());
    JobSpec spec = rules.specify(caller.tenant(), submission.request(), input);
    requireWebhookTarget(spec);
    objects.put(key, picture.file(), mediaType);
    try {
      return commit.commit(id, spec);
    } catch (LostClaimException e) {
      discard(key);
      throw e;
    } catch (RuntimeException e) {
      // Where the answer to a COMMIT is lost, the job may come to be: the orphan cleaner decides.
      LOG.warnf("left %s to the orphan cleaner: %s", key, e.getMessage());
      throw e;
    }
  }

  private void requireQueueSpace() {
    if (!queue.take()) {
      throw ProblemException.retryable(
          TOO_MANY_REQUESTS,
          "queue_full",
          "The queue holds %d jobs, which is its limit; try again later."
              .formatted(limits.queuedJobs()),
          RETRY_WHEN_FULL);
    }
  }

  private static URI imageUrl(Submission submission) {
    try {
      return new URI(String.valueOf(submission.request().imageUrl()));
    } catch (URISyntaxException e) {
      throw invalid("image_url", "is not an address: " + e.getReason());
    }
  }

  private void requireWebhookTarget(JobSpec spec) {
    Webhook webhook = spec.webhook();
    String objection = webhook == null ? null : webhookTargets.check(webhook.url());
    if (objection != null) {
      throw invalid("webhook_url", objection);
    }
  }

  /** Removes the input of a job whose transaction was certainly rolled back. */
  private void discard(String key) {
    try {
      objects.delete(key);
    } catch (RuntimeException e) {
      LOG.warnf("left %s behind: %s", key, e.getMessage());
    }
  }

  private static InvalidJobException invalid(String field, String message) {
    return new InvalidJobException(List.of(new Violation(field, message)));
  }
}
