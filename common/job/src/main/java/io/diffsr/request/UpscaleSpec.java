package io.diffsr.request;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the engine computes: the part of a job that decides the bytes of its result. {@link
 * UpscaleRules} makes it of {@link UpscaleOptions}, checked and with every default filled in; the
 * same values and the same input give the same bytes.
 *
 * @param width output width in pixels, at least 1
 * @param height output height in pixels, at least 1
 * @param method one of {@link UpscaleRules#METHODS}, or the name of a folder in the model
 *     repository that is a method by itself
 * @param model folder name in the model repository; used by {@code diff-sr} only
 * @param start what the reverse diffusion starts from: one of {@link UpscaleRules#STARTS}, or the
 *     name of a network that is a method by itself; used by {@code diff-sr} only
 * @param fidelity share of the mean in a start that is mixed, in 0..1; null takes the model's own
 * @param noiseLevel start timestep as a fraction of T, in (0, 1]; null lets the PRF choose
 * @param timestep start timestep as an index in 0..T-1; null lets the PRF choose
 * @param sampler the reverse process
 * @param steps network calls per pixel, in 1..250; null lets the noise at the start decide
 * @param eta share of fresh noise per DDIM step, in 0..1
 * @param consistency what makes the result agree with the input
 * @param noiseSigma standard deviation of the input's noise, pixels in 0..1; 0 for a clean input
 * @param seed key of the noise field
 * @param samples how many results are drawn and averaged, in 1..16; used by methods that draw noise
 * @param outputFormat file format of the result
 * @param quality quality of JPEG and WebP, in 1..100
 * @param pictureMetadata what becomes of the metadata in the input's file
 */
@RecordBuilder
public record UpscaleSpec(
    int width,
    int height,
    String method,
    String model,
    String start,
    @Nullable Double fidelity,
    @Nullable Double noiseLevel,
    @Nullable Integer timestep,
    Sampler sampler,
    @Nullable Integer steps,
    double eta,
    Consistency consistency,
    double noiseSigma,
    long seed,
    int samples,
    OutputFormat outputFormat,
    int quality,
    MetadataHandling pictureMetadata) {
  public UpscaleSpec {
    // A row that an older version stored lacks samples, which reads as 0, a start and this.
    samples = Math.max(samples, 1);
    start = Objects.requireNonNullElse(start, UpscaleRules.AUTO);
    pictureMetadata = Objects.requireNonNullElse(pictureMetadata, MetadataHandling.KEEP);
  }
}
