package io.diffsr.request;

import java.util.List;
import java.util.Objects;

/**
 * The stored input of a job.
 *
 * @param key object key
 * @param mediaType for example {@code image/png}
 * @param width width in pixels after EXIF orientation
 * @param height height in pixels after EXIF orientation
 * @param bytes size of the file
 * @param plain whether it is opaque and has at most 8 bits a sample; false where an older version
 *     has not said so
 * @param warnings what of the file that was sent is left out
 */
public record InputPicture(
    String key,
    String mediaType,
    int width,
    int height,
    long bytes,
    boolean plain,
    List<JobWarning> warnings) {

  public InputPicture {
    // Missing in what an older version has stored.
    warnings = List.copyOf(Objects.requireNonNullElse(warnings, List.of()));
  }

  /** Width × height. */
  public long pixels() {
    return (long) width * height;
  }
}
