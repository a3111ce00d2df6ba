package io.diffsr.submission;

import io.diffsr.request.JobRequest;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A request for a job and its picture, sent as a form or as JSON.
 *
 * @param request the fields
 * @param image the file, or null where {@code image_url} is given instead
 */
record Submission(JobRequest request, @Nullable Path image) {}
