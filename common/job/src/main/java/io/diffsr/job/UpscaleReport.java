package io.diffsr.job;

import io.diffsr.request.JobWarning;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What was done to make a result; stored with the job and shown to whoever asks.
 *
 * @param width output width in pixels
 * @param height output height in pixels
 * @param method the method that ran
 * @param model the model that ran, or null where the method has none
 * @param executionProvider {@code cuda} or {@code cpu}, or null where no network ran
 * @param field the Perceptual Recoverable Field's answer, or null where the method is not diff-sr
 * @param start what the reverse diffusion started from, or null where the method is not diff-sr
 * @param fidelity share of the mean in the start, or null where nothing was mixed
 * @param networkCalls tile-sized network calls of the attempt that ended the job
 * @param networkSeconds wall-clock seconds of that attempt within the network, a part of those of
 *     the phase {@code sample}
 * @param tiles tiles per step
 * @param steps sampler steps
 * @param resumedAtStep steps that an earlier, interrupted attempt had done, or null where the last
 *     attempt went from the start
 * @param consistencyError ‖A·output − y‖∞ in units of 1/255, on the result after it is rounded to 8
 *     or 16 bits and before a lossy format takes its share; null where the method does not enforce
 *     consistency
 * @param coefficientsOutside share of the JPEG input's coefficients, in 0..1, that the result,
 *     shrunk and coded like the input, gives otherwise; null where the input's pixels count
 * @param largestExcess by which one of them is beyond its cell, in steps of the quantiser
 * @param warnings what whoever looks at the result should know; mostly none
 * @param secondsPerPhase wall-clock seconds by phase wire name, in the order of the phases
 * @param provenance of what it was made; null where an older version has not said so
 */
@RecordBuilder
public record UpscaleReport(
    int width,
    int height,
    String method,
    @Nullable String model,
    @Nullable String executionProvider,
    @Nullable RecoverableField field,
    @Nullable String start,
    @Nullable Double fidelity,
    int networkCalls,
    double networkSeconds,
    int tiles,
    int steps,
    @Nullable Integer resumedAtStep,
    @Nullable Double consistencyError,
    @Nullable Double coefficientsOutside,
    @Nullable Double largestExcess,
    List<JobWarning> warnings,
    Map<String, Double> secondsPerPhase,
    @Nullable Provenance provenance) {
  public UpscaleReport {
    // An older version stored none.
    warnings = List.copyOf(Objects.requireNonNullElse(warnings, List.of()));
    // Stores of JSON do not keep an order.
    Map<String, Double> ordered = new LinkedHashMap<>();
    for (UpscalePhase phase : UpscalePhase.values()) {
      Double seconds = secondsPerPhase.get(phase.wireName());
      if (seconds != null) {
        ordered.put(phase.wireName(), seconds);
      }
    }
    secondsPerPhase = Collections.unmodifiableMap(ordered);
  }
}
