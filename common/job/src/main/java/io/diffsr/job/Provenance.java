package io.diffsr.job;

import org.jspecify.annotations.Nullable;

/**
 * What a result was made of and by: the same, on the same kind of device and with the same options,
 * makes the same bytes.
 *
 * @param engineVersion of this software
 * @param inputSha256 of the file that was enlarged, lower-case hex
 * @param weights SHA-256 of the network's files, or null where no diffusion ran
 * @param start what identifies the start with its network's weights; null where there is none
 * @param fingerprint over the input's samples, options, scheduler, weights, start, tiles and
 *     execution provider; null where no diffusion ran
 */
public record Provenance(
    String engineVersion,
    String inputSha256,
    @Nullable String weights,
    @Nullable String start,
    @Nullable String fingerprint) {}
