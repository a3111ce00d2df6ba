package io.diffsr.storage;

import io.diffsr.request.OutputFormat;
import java.util.UUID;

/** The grammar of keys. */
public final class ObjectKeys {
  private ObjectKeys() {}

  /** {@code inputs/{job}}. */
  public static String input(UUID job) {
    return "inputs/" + job;
  }

  /**
   * {@code outputs/{job}/{attempt}.{extension}}: every attempt has its own key, so that a worker
   * that has lost its lease can never overwrite a published result.
   */
  public static String output(UUID job, int attempt, OutputFormat format) {
    return "outputs/%s/%d.%s".formatted(job, attempt, format.extension());
  }

  /**
   * {@code checkpoints/{job}}: the state of its run after some step; gone when the job has ended.
   */
  public static String checkpoint(UUID job) {
    return "checkpoints/" + job;
  }

  /** {@code outputs/{job}/{attempt}-uncertainty.png}: how far the samples of a result differ. */
  public static String uncertainty(UUID job, int attempt) {
    return "outputs/%s/%d-uncertainty.png".formatted(job, attempt);
  }
}
