package io.diffsr.request;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks of the engine, as it came in: every option may be unset, none is checked.
 * {@link UpscaleRules} checks it and makes an {@link UpscaleSpec} of it.
 */
@RecordBuilder
public record UpscaleOptions(
    @Described(
            text = "Factor, any real number from 1 to 16",
            byDefault = "2",
            minimum = "1",
            maximum = "16",
            example = "2.7",
            optionAliases = "-s")
        @Nullable Double scale,
    @Described(
            text = "Width of the result in pixels, 1 to 16 times the input's, instead of scale",
            minimum = "1")
        @Nullable Integer width,
    @Described(
            text = "Height of the result in pixels, 1 to 16 times the input's, instead of scale",
            minimum = "1")
        @Nullable Integer height,
    @Described(
            text =
                "diff-sr, predictor (the model's start alone, one network call per pixel), pinv, bicubic,"
                    + " nearest, lanczos, or a network that is a method of its own (setting"
                    + " diffsr.models.methods)",
            byDefault = "diff-sr",
            example = "diff-sr")
        @Nullable String method,
    @Described(text = "Folder name in the model repository, for the methods diff-sr and predictor")
        @Nullable String model,
    @Described(
            text =
                "What the reverse diffusion starts from: predictor (the model's own networks), pinv,"
                    + " bicubic (the paper's), or a network that is a method of its own; auto takes"
                    + " what the model's folder names, else pinv. For diff-sr",
            byDefault = "auto")
        @Nullable String start,
    @Described(
            text =
                "Trade-off of the start, 0 to 1: 1 is nearest to the unknown original in squares, 0"
                    + " shows most texture; else the model's own. For diff-sr and predictor",
            minimum = "0",
            maximum = "1")
        @Nullable Double fidelity,
    @Described(
            text =
                "Start timestep as a fraction of T, above 0 to 1; else the Perceptual Recoverable"
                    + " Field chooses",
            minimum = "0",
            aboveMinimum = true,
            maximum = "1")
        @Nullable Double noiseLevel,
    @Described(
            text =
                "Start timestep, 0 to T-1, instead of noise_level; else the Perceptual Recoverable Field chooses",
            minimum = "0")
        @Nullable Integer timestep,
    @Described(
            text = "Sampler of the reverse diffusion",
            byDefault = "dpmpp_2m",
            values = {"dpmpp_2m", "ddim", "ddpm"})
        @Nullable String sampler,
    @Described(
            text = "Network calls per pixel, 1 to 250; else the noise at the start decides",
            minimum = "1",
            maximum = "250")
        @Nullable Integer steps,
    @Described(
            text = "Share of fresh noise per DDIM step, 0 to 1",
            byDefault = "0",
            minimum = "0",
            maximum = "1")
        @Nullable Double eta,
    @Described(
            text =
                "auto and project enforce consistency: the result, shrunk, gives the input back, or with"
                    + " auto and a JPEG file the file's coefficients; none is the paper's form. For"
                    + " all methods with a network",
            byDefault = "auto",
            values = {"auto", "project", "none"})
        @Nullable String consistency,
    @Described(
            text =
                "Standard deviation of the input's noise, 0 to 0.5, pixels in 0 to 1: the result then"
                    + " need not repeat it. For diff-sr and sr3 models unless consistency is none",
            byDefault = "0",
            minimum = "0",
            maximum = "0.5")
        @Nullable Double noiseSigma,
    @Described(text = "Key of the noise; same input and seed, same bytes; drawn when missing")
        @Nullable Long seed,
    @Described(
            text =
                "How many results are drawn, 1 to 16, each with a seed derived from the job's; the"
                    + " result is their mean, and the picture at urls.uncertainty shows how far they"
                    + " differ. For diff-sr and sr3 models",
            byDefault = "1",
            minimum = "1",
            maximum = "16")
        @Nullable Integer samples,
    @Described(
            text = "File format of the result",
            byDefault = "png",
            values = {"png", "jpeg", "webp", "tiff"},
            optionAliases = "--format")
        @Nullable String outputFormat,
    @Described(
            text = "Quality of JPEG and WebP, 1 to 100",
            byDefault = "92",
            minimum = "1",
            maximum = "100")
        @Nullable Integer quality,
    @Described(
            text =
                "What becomes of the file's metadata: keep takes Exif, XMP, IPTC, resolution and texts"
                    + " over as far as output_format has a place for them; strip leaves them out, and"
                    + " keeps what says how colours are meant",
            byDefault = "keep",
            values = {"keep", "strip"})
        @Nullable String pictureMetadata) {}
