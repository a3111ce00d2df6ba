package io.diffsr.submission;

import static jakarta.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;

import io.diffsr.picture.PictureIntake;
import io.diffsr.problem.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The uploads that this gateway receives at the same time: a bounded number, each in a file. */
@ApplicationScoped
class Uploads {
  private static final Logger LOG = Logger.getLogger(Uploads.class);
  private static final Duration RETRY_WHEN_FULL = Duration.ofSeconds(2);

  /** Longer than an upload takes that goes on coming. */
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private static final String SUFFIX = ".upload";

  private final Path folder;
  private final int most;
  private final Semaphore free;

  @Inject
  Uploads(
      @ConfigProperty(name = "quarkus.http.body.uploads-directory") Path folder,
      LimitSettings limits,
      MeterRegistry meters) {
    this.folder = folder;
    this.most = limits.uploads();
    this.free = new Semaphore(most);
    Gauge.builder("diffsr.uploads", free, semaphore -> most - semaphore.availablePermits())
        .description("Submissions that are being received or stored")
        .register(meters);
  }

  /**
   * Removes what a process left that died while it received. Other gateways of this machine have
   * the same folder: what is younger may be theirs.
   */
  void started(@Observes StartupEvent start) {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Uploads::isOurs).toList()) {
          removeIfLeft(file);
        }
      }
    } catch (IOException e) {
      LOG.warnf("cannot tidy the folder of uploads: %s", e.getMessage());
    }
  }

  private static boolean isOurs(Path entry) {
    return entry.toString().endsWith(SUFFIX) || PictureIntake.isOwnFolder(entry);
  }

  private static void removeIfLeft(Path file) throws IOException {
    try {
      if (Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(LEFT_BEHIND))) {
        PictureIntake.remove(file);
      }
    } catch (NoSuchFileException e) {
      // Its upload has just ended.
    }
  }

  /** Where uploads lie, and what is made of them. */
  Path folder() {
    return folder;
  }

  /**
   * Begins an upload.
   *
   * @throws ProblemException where as many are under way as may be
   */
  Upload begin() {
    if (!free.tryAcquire()) {
      throw ProblemException.retryable(
          SERVICE_UNAVAILABLE,
          "too_many_uploads",
          "This gateway receives %d pictures at the moment, which is its limit; try again."
              .formatted(most),
          RETRY_WHEN_FULL);
    }
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      free.release();
      throw new UncheckedIOException(e);
    }
    return new Upload(folder.resolve(UUID.randomUUID() + SUFFIX), free::release);
  }
}
