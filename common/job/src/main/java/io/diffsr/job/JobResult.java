package io.diffsr.job;

import org.jspecify.annotations.Nullable;

/**
 * The stored result of a job.
 *
 * @param key object key
 * @param mediaType for example {@code image/png}
 * @param bytes size of the file
 * @param sha256 lower-case hex digest of the file
 * @param report what was done to make it
 * @param uncertaintyKey object key of the picture that shows how far the samples differ, a PNG;
 *     null where there was one sample
 */
public record JobResult(
    String key,
    String mediaType,
    long bytes,
    String sha256,
    UpscaleReport report,
    @Nullable String uncertaintyKey) {}
