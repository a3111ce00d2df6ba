package io.diffsr.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import io.diffsr.batch.ResultFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Runs jobs on a service, each from the picture to the file of its result. */
final class ServiceJob implements AutoCloseable {
  private static final Set<String> ENDS = Set.of("succeeded", "failed", "canceled", "expired");
  private static final long POLL_MILLIS = 500;
  private static final long LONGEST_SUBMISSION_SECONDS = 10;
  private static final int MOST_BROKEN = 3;

  private final ServiceClient client;
  private final Set<String> open = ConcurrentHashMap.newKeySet();

  /** Submissions share it; whoever cancels waits for those that are on their way. */
  private final ReadWriteLock submissions = new ReentrantReadWriteLock();

  private volatile boolean stopping;
  private final Thread cancel = new Thread(this::cancelAll, "diffsr-cancel");

  /** Shows how far a job has come; may be called from another thread than the job's. */
  interface Display {
    /** The job waits for a worker. */
    void waiting();

    /**
     * The job runs.
     *
     * @param progress as the service reports it
     */
    void progress(JsonNode progress);
  }

  /** Whoever presses Ctrl-C does not want the jobs any more. */
  ServiceJob(ServiceClient client) {
    this.client = client;
    Runtime.getRuntime().addShutdownHook(cancel);
  }

  /**
   * Runs a job to its end.
   *
   * @return the job, which has succeeded
   * @throws DiffSrCommandException where it is refused or does not succeed
   */
  JsonNode run(Path picture, Map<String, String> fields, Display display)
      throws IOException, InterruptedException {
    String id = submit(picture, fields);
    JsonNode ended;
    try {
      ended = follow(id, display);
    } finally {
      open.remove(id);
    }
    if (!ended.path("status").asText().equals("succeeded")) {
      throw new DiffSrCommandException(
          DiffSrCommand.FAILED,
          "the job has %s: %s"
              .formatted(
                  ended.path("status").asText(),
                  ended.path("error").path("message").asText("no reason was given")));
    }
    return ended;
  }

  /** A queue that is full, or a service that is not there for a moment, is waited for. */
  private String submit(Path picture, Map<String, String> fields)
      throws IOException, InterruptedException {
    String key = UUID.randomUUID().toString();
    int broken = 0;
    while (true) {
      long pause;
      submissions.readLock().lock();
      try {
        if (stopping) {
          throw new DiffSrCommandException(DiffSrCommand.FAILED, "interrupted");
        }
        String id = client.submit(picture, fields, key).path("id").asText();
        open.add(id);
        return id;
      } catch (ServiceClient.BusyException e) {
        pause = Math.max(1, e.retryAfterSeconds());
      } catch (DiffSrCommandException e) {
        throw e;
      } catch (IOException e) {
        // Whether the job was accepted is not known; under the same key there is one in the end.
        if (++broken == MOST_BROKEN) {
          throw e;
        }
        pause = 1;
      } finally {
        submissions.readLock().unlock();
      }
      TimeUnit.SECONDS.sleep(pause);
    }
  }

  /** Writes the result, and how far its samples differ where there were several. */
  void writeResult(JsonNode ended, Path file) throws IOException {
    String id = ended.path("id").asText();
    write(file, half -> client.result(id, half));
    if (ended.path("urls").has("uncertainty")) {
      write(ResultFiles.uncertaintyBeside(file), half -> client.uncertainty(id, half));
    }
  }

  private JsonNode follow(String id, Display display) throws IOException, InterruptedException {
    while (true) {
      try {
        client.follow(
            id,
            job -> {
              if (job.path("status").asText().equals("queued")) {
                display.waiting();
              }
            },
            display::progress);
      } catch (IOException e) {
        // The stream broke; the job goes on, and the poll below shows whether the service does.
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      }
      JsonNode job = client.job(id);
      if (ENDS.contains(job.path("status").asText())) {
        return job;
      }
    }
  }

  private void cancelAll() {
    stopping = true;
    try {
      // What it protects from is a job too many, which is not worth a shutdown that hangs.
      if (submissions.writeLock().tryLock(LONGEST_SUBMISSION_SECONDS, TimeUnit.SECONDS)) {
        submissions.writeLock().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (String id : open) {
      try {
        client.cancel(id);
      } catch (IOException e) {
        // The service may have gone first; its job is then released and runs at the next start.
      }
    }
  }

  @Override
  public void close() {
    if (!stopping) {
      Runtime.getRuntime().removeShutdownHook(cancel);
    }
  }

  /** Fills a file. */
  @FunctionalInterface
  private interface Content {
    void writeTo(Path file) throws IOException;
  }

  /** Never leaves half a file under the name that was asked for. */
  private static void write(Path file, Content content) throws IOException {
    Path half = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      content.writeTo(half);
      Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(half);
    }
  }
}
