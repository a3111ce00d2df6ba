package io.diffsr.upscale;

import io.diffsr.job.UpscaleReport;
import org.jspecify.annotations.Nullable;

/**
 * An enlarged picture.
 *
 * @param bytes the file
 * @param mediaType of the file
 * @param report what was done
 * @param uncertainty a PNG that shows how far the samples differ ({@link UncertaintyPicture}); null
 *     where there was one sample
 */
// Arrays: not compared by value.
@SuppressWarnings("ArrayRecordComponent")
public record UpscaleResult(
    byte[] bytes, String mediaType, UpscaleReport report, byte @Nullable [] uncertainty) {}
