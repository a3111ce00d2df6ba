package io.diffsr.pipeline;

import io.diffsr.job.UpscaleReport;

/**
 * An enlarged picture.
 *
 * @param bytes the file
 * @param mediaType of the file
 * @param report what was done
 */
// Compared by nobody.
@SuppressWarnings("ArrayRecordComponent")
public record UpscaleResult(byte[] bytes, String mediaType, UpscaleReport report) {}
