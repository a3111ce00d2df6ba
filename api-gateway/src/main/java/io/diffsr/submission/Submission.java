package io.diffsr.submission;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request to make a job, whichever form it came in.
 *
 * @param body the fields
 * @param image the bytes of the file, or null where {@code image_url} is given instead
 */
@SuppressWarnings("ArrayRecordComponent")
record Submission(JobBody body, byte @Nullable [] image) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Submission that
        && body.equals(that.body)
        && Arrays.equals(image, that.image);
  }

  @Override
  public int hashCode() {
    return 31 * body.hashCode() + Arrays.hashCode(image);
  }

  @Override
  public String toString() {
    return "Submission[" + body + (image == null ? "]" : ", " + image.length + " bytes]");
  }
}
