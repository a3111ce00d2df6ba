package io.diffsr.attempt;

import io.diffsr.job.Job;
import io.diffsr.run.CheckpointWriter;
import io.diffsr.storage.ObjectKeys;
import io.diffsr.storage.ObjectNotFoundException;
import io.diffsr.storage.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The checkpoints of one attempt, one after another under the job's key. All attempts of a job
 * compute the same states, so that an older one, from an attempt that has lost its lease, does no
 * harm.
 */
public final class AttemptCheckpoints {
  private static final Logger LOG = Logger.getLogger(AttemptCheckpoints.class);

  /** The first one comes soon, so that an attempt that does not live long advances the job. */
  private static final Duration FIRST = Duration.ofSeconds(1);

  /** Storing takes at most one part in ten of the time: large canvases are stored less often. */
  private static final int WORK_PER_STORING = 10;

  private final ObjectStore objects;
  private final Job job;
  private final long every;
  private long last = System.nanoTime();
  private long pause;

  /**
   * @param every shortest time between two checkpoints
   */
  public AttemptCheckpoints(ObjectStore objects, Job job, Duration every) {
    this.objects = objects;
    this.job = job;
    this.every = every.toNanos();
    this.pause = Math.min(this.every, FIRST.toNanos());
  }

  boolean due() {
    return System.nanoTime() - last >= pause;
  }

  /**
   * Stores a checkpoint; where that fails, the run goes on without.
   *
   * @return whether it is stored
   */
  boolean store(CheckpointWriter checkpoint) {
    long start = System.nanoTime();
    boolean stored = false;
    try {
      put(checkpoint);
      stored = true;
    } catch (IOException | RuntimeException e) {
      LOG.warnf("job %s: no checkpoint: %s", job.id(), e.getMessage());
    }
    last = System.nanoTime();
    pause = Math.max(every, WORK_PER_STORING * (last - start));
    return stored;
  }

  /**
   * By a file of this machine, as a checkpoint is larger than what memory has left beside a run.
   */
  private void put(CheckpointWriter checkpoint) throws IOException {
    Path file = Files.createTempFile("diffsr-checkpoint-", ".bin");
    try {
      try (OutputStream output = Files.newOutputStream(file)) {
        checkpoint.writeTo(output);
      }
      objects.put(ObjectKeys.checkpoint(job.id()), file, "application/octet-stream");
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** The checkpoint of an earlier attempt, if there is one. */
  Optional<InputStream> last() {
    if (job.attempt() <= 1) {
      return Optional.empty();
    }
    try {
      return Optional.of(objects.open(ObjectKeys.checkpoint(job.id())));
    } catch (ObjectNotFoundException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      LOG.warnf("job %s starts from its beginning: %s", job.id(), e.getMessage());
      return Optional.empty();
    }
  }
}
