package io.diffsr.submission;

import io.diffsr.request.JobRequest;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What {@code POST /v1/jobs} takes, as JSON or as form fields of the same names. */
@Schema(name = "JobRequest")
public record JobBody(
    @Schema(
            description = "Address to fetch the picture from; or send the file as form field image",
            examples = "https://example.com/cat.png")
        @Nullable String imageUrl,
    @Schema(
            description = "Factor, any real number from 1 to 16",
            examples = "2.7",
            defaultValue = "2")
        @Nullable Double scale,
    @Schema(description = "Width of the result in pixels, instead of scale")
        @Nullable Integer width,
    @Schema(description = "Height of the result in pixels, instead of scale")
        @Nullable Integer height,
    @Schema(
            description =
                "diff-sr, pinv, bicubic, nearest, lanczos, or a network that this service offers"
                    + " as a method of its own (setting diffsr.models.methods)",
            examples = "diff-sr",
            defaultValue = "diff-sr")
        @Nullable String method,
    @Schema(description = "Folder name in the model repository, for the method diff-sr")
        @Nullable String model,
    @Schema(
            description =
                "Start timestep as a fraction of T, above 0 to 1; else the Perceptual Recoverable"
                    + " Field chooses")
        @Nullable Double noiseLevel,
    @Schema(description = "Start timestep, 0 to T-1; else the Perceptual Recoverable Field chooses")
        @Nullable Integer timestep,
    @Schema(
            enumeration = {"dpmpp_2m", "ddim", "ddpm"},
            defaultValue = "dpmpp_2m")
        @Nullable String sampler,
    @Schema(description = "Network calls per pixel, 1 to 250", defaultValue = "10")
        @Nullable Integer steps,
    @Schema(description = "Share of fresh noise per DDIM step, 0 to 1", defaultValue = "0")
        @Nullable Double eta,
    @Schema(
            enumeration = {"project", "none"},
            defaultValue = "project",
            description =
                "project keeps the result faithful to the input; none is the paper's form. For"
                    + " diff-sr and sr3 models")
        @Nullable String consistency,
    @Schema(
            description =
                "Standard deviation of the input's noise, 0 to 0.5, pixels in 0 to 1: the result then"
                    + " need not repeat it. For diff-sr and sr3 models with consistency=project",
            defaultValue = "0")
        @Nullable Double noiseSigma,
    @Schema(description = "Key of the noise; same input and seed, same bytes; drawn when missing")
        @Nullable Long seed,
    @Schema(
            description =
                "How many results are drawn, 1 to 16, each with a seed derived from the job's; the"
                    + " result is their mean, and urls.uncertainty shows how far they differ. For"
                    + " diff-sr and sr3 models",
            defaultValue = "1")
        @Nullable Integer samples,
    @Schema(
            enumeration = {"png", "jpeg", "webp", "tiff"},
            defaultValue = "png")
        @Nullable String outputFormat,
    @Schema(description = "Quality of JPEG and WebP, 1 to 100", defaultValue = "92")
        @Nullable Integer quality,
    @Schema(description = "0 to 9, higher runs first", defaultValue = "5")
        @Nullable Integer priority,
    @Schema(description = "RFC 3339 UTC time at which the job expires if it has not ended")
        @Nullable String deadline,
    @Schema(description = "Address that is told about the job (Standard Webhooks)")
        @Nullable String webhookUrl,
    @Schema(
            description =
                "Which events it is told; else every end. In a form, repeat the field or separate"
                    + " by commas",
            examples = "[\"job.succeeded\", \"job.failed\"]")
        @Nullable List<String> webhookEvents,
    @Schema(description = "Texts of your own, returned as given; in a form, a JSON object")
        @Nullable Map<String, String> metadata) {

  JobRequest toRequest() {
    return new JobRequest(
        scale,
        width,
        height,
        method,
        model,
        noiseLevel,
        timestep,
        sampler,
        steps,
        eta,
        consistency,
        noiseSigma,
        seed,
        samples,
        outputFormat,
        quality,
        priority,
        deadline,
        webhookUrl,
        webhookEvents,
        metadata);
  }
}
