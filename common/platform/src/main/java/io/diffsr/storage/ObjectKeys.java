package io.diffsr.storage;

import io.diffsr.request.OutputFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The grammar of keys. */
public final class ObjectKeys {
  private static final String INPUTS = "inputs/";
  private static final String OUTPUTS = "outputs/";
  private static final String CHECKPOINTS = "checkpoints/";

  /** Holds the id of the deployment that the bucket belongs to. */
  public static final String DEPLOYMENT = "deployment";

  /** Of all keys of jobs. */
  public static final List<String> PREFIXES = List.of(INPUTS, OUTPUTS, CHECKPOINTS);

  private static final Pattern OF_JOB = Pattern.compile("(?:inputs|outputs|checkpoints)/([^/]+).*");

  private ObjectKeys() {}

  /** The job that an object belongs to; empty for keys that this grammar does not make. */
  public static Optional<UUID> job(String key) {
    Matcher matcher = OF_JOB.matcher(key);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(matcher.group(1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** {@code inputs/{job}}. */
  public static String input(UUID job) {
    return INPUTS + job;
  }

  /**
   * {@code outputs/{job}/{attempt}.{extension}}: every attempt has its own key, so that a worker
   * that has lost its lease can never overwrite a published result.
   */
  public static String output(UUID job, int attempt, OutputFormat format) {
    return (OUTPUTS + "%s/%d.%s").formatted(job, attempt, format.extension());
  }

  /**
   * {@code checkpoints/{job}}: the state of its run after some step; gone when the job has ended.
   */
  public static String checkpoint(UUID job) {
    return CHECKPOINTS + job;
  }

  /** {@code outputs/{job}/{attempt}-uncertainty.png}: how far the samples of a result differ. */
  public static String uncertainty(UUID job, int attempt) {
    return (OUTPUTS + "%s/%d-uncertainty.png").formatted(job, attempt);
  }
}
