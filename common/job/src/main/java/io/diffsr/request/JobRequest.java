package io.diffsr.request;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The wishes of a caller as they came in: every field may be missing, none is checked yet. Field
 * names are the wire names in camel case.
 */
public record JobRequest(
    @Nullable Double scale,
    @Nullable Integer width,
    @Nullable Integer height,
    @Nullable String method,
    @Nullable String model,
    @Nullable Double noiseLevel,
    @Nullable Integer timestep,
    @Nullable String sampler,
    @Nullable Integer steps,
    @Nullable Double eta,
    @Nullable String consistency,
    @Nullable Double noiseSigma,
    @Nullable Long seed,
    @Nullable Integer samples,
    @Nullable String outputFormat,
    @Nullable Integer quality,
    @Nullable Integer priority,
    @Nullable String deadline,
    @Nullable String webhookUrl,
    @Nullable List<String> webhookEvents,
    @Nullable Map<String, String> metadata) {

  /** The same wishes for another size and another start. */
  public JobRequest at(
      @Nullable Integer itsWidth, @Nullable Integer itsHeight, @Nullable Double itsNoiseLevel) {
    return new JobRequest(
        null,
        itsWidth,
        itsHeight,
        method,
        model,
        itsNoiseLevel,
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
