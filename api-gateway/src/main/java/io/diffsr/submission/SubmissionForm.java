package io.diffsr.submission;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form as it came.
 *
 * @param fields the texts of each field in their order, without {@code image}
 * @param image the file, or null where there is none
 */
record SubmissionForm(Map<String, List<String>> fields, @Nullable Path image) {}
