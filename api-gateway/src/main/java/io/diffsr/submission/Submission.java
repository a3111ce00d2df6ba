package io.diffsr.submission;

import io.diffsr.request.JobRequest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request for a job and its picture, sent as a form or as JSON.
 *
 * @param request the fields
 * @param image the bytes of the file, or null where {@code image_url} is given instead
 */
@SuppressWarnings("ArrayRecordComponent")
record Submission(JobRequest request, byte @Nullable [] image) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Submission that
        && request.equals(that.request)
        && Arrays.equals(image, that.image);
  }

  @Override
  public int hashCode() {
    return 31 * request.hashCode() + Arrays.hashCode(image);
  }

  @Override
  public String toString() {
    return "Submission[" + request + (image == null ? "]" : ", " + image.length + " bytes]");
  }
}
