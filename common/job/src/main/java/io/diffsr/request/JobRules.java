package io.diffsr.request;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a request may ask for; the one place where wishes become a {@link JobSpec}.
 *
 * @param maxOutputPixels largest result, in pixels
 * @param maxRunMemory most that a run may take, in bytes ({@link RunMemory})
 * @param models names of the models that are on offer; the first is the default
 * @param methods names of the networks on offer that are methods by themselves
 * @param seeds draws a seed where the caller names none
 */
public record JobRules(
    long maxOutputPixels,
    long maxRunMemory,
    List<String> models,
    List<String> methods,
    LongSupplier seeds) {
  /** Largest factor. */
  public static final double MAX_SCALE = 16;

  /** The method that runs the diffusion model. */
  public static final String DIFF_SR = "diff-sr";

  /** The methods that need no folder of their own in the model repository. */
  public static final List<String> METHODS =
      List.of(DIFF_SR, "pinv", "bicubic", "nearest", "lanczos");

  /** The event types a webhook may ask for. */
  public static final Set<String> WEBHOOK_EVENTS =
      Set.of("job.running", "job.succeeded", "job.failed", "job.canceled", "job.expired");

  private static final Set<String> TERMINAL_EVENTS =
      Set.of("job.succeeded", "job.failed", "job.canceled", "job.expired");

  private static final int DEFAULT_STEPS = 10;
  private static final int MAX_STEPS = 250;
  private static final double MAX_NOISE_SIGMA = 0.5;
  private static final int MAX_SAMPLES = 16;
  private static final int DEFAULT_QUALITY = 92;
  private static final int HIGHEST_PRIORITY = 9;
  private static final int DEFAULT_PRIORITY = 5;
  private static final int MAX_METADATA_ENTRIES = 32;
  private static final int MAX_METADATA_CHARACTERS = 512;
  private static final Instant EARLIEST_DEADLINE = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST_DEADLINE = Instant.parse("+10000-01-01T00:00:00Z");

  public JobRules {
    models = List.copyOf(models);
    methods = List.copyOf(methods);
  }

  /**
   * Turns wishes into a specification.
   *
   * @throws InvalidJobException with every violation at once
   */
  public JobSpec specify(JobRequest request, InputPicture input) {
    Violations violations = new Violations();
    TargetSize size = TargetSize.of(request, input, maxOutputPixels, violations);
    String method = request.method() == null ? DIFF_SR : request.method();
    violations.check(
        METHODS.contains(method) || methods.contains(method),
        "method",
        "must be one of "
            + Stream.concat(METHODS.stream(), methods.stream()).collect(Collectors.joining(", ")));
    String model = request.model() == null ? models.get(0) : request.model();
    violations.check(
        models.contains(model), "model", "is not on offer; there is " + String.join(", ", models));
    Double noiseLevel = request.noiseLevel();
    violations.check(
        noiseLevel == null || (noiseLevel > 0 && noiseLevel <= 1),
        "noise_level",
        "must be above 0 and at most 1");
    violations.check(
        request.timestep() == null || request.timestep() >= 0, "timestep", "must not be negative");
    violations.check(
        noiseLevel == null || request.timestep() == null,
        "timestep",
        "and noise_level exclude each other");
    int steps = violations.inRange("steps", request.steps(), DEFAULT_STEPS, 1, MAX_STEPS);
    double eta = request.eta() == null ? 0 : request.eta();
    violations.check(eta >= 0 && eta <= 1, "eta", "must be in 0..1");
    double noiseSigma = request.noiseSigma() == null ? 0 : request.noiseSigma();
    violations.check(
        noiseSigma >= 0 && noiseSigma <= MAX_NOISE_SIGMA,
        "noise_sigma",
        "must be in 0.." + MAX_NOISE_SIGMA);
    Consistency consistency =
        violations.named(
            "consistency", Consistency.class, request.consistency(), Consistency.PROJECT);
    violations.check(
        noiseSigma == 0
            || (consistency == Consistency.PROJECT
                && (method.equals(DIFF_SR) || methods.contains(method))),
        "noise_sigma",
        "changes nothing with the method %s and consistency=%s; only a diffusion weighs the input"
            .formatted(method, consistency.wireName()));
    OutputFormat format =
        violations.named(
            "output_format", OutputFormat.class, request.outputFormat(), OutputFormat.PNG);
    violations.check(
        Math.max(size.width(), size.height()) <= format.largestSide(),
        "output_format",
        "holds at most " + format.largestSide() + " pixels a side");
    UpscaleSpec upscale =
        new UpscaleSpec(
            size.width(),
            size.height(),
            method,
            model,
            noiseLevel,
            request.timestep(),
            violations.named("sampler", Sampler.class, request.sampler(), Sampler.DPMPP_2M),
            steps,
            eta,
            consistency,
            noiseSigma,
            request.seed() == null ? seeds.getAsLong() : request.seed(),
            violations.inRange("samples", request.samples(), 1, 1, MAX_SAMPLES),
            format,
            violations.inRange("quality", request.quality(), DEFAULT_QUALITY, 1, 100));
    JobSpec spec =
        new JobSpec(
            input,
            upscale,
            violations.inRange(
                "priority", request.priority(), DEFAULT_PRIORITY, 0, HIGHEST_PRIORITY),
            deadline(request, violations),
            webhook(request, violations),
            metadata(request, violations));
    violations.throwIfAny();
    requireMemory(request, input, upscale, violations);
    violations.throwIfAny();
    return spec;
  }

  private void requireMemory(
      JobRequest request, InputPicture input, UpscaleSpec upscale, Violations violations) {
    long memory =
        RunMemory.bytes(
            (long) input.width() * input.height(),
            (long) upscale.width() * upscale.height(),
            upscale.samples());
    violations.check(
        memory <= maxRunMemory,
        request.width() != null || request.height() != null ? "width" : "scale",
        String.format(
            Locale.ROOT,
            "asks for %d × %d pixels, which take up to %s of memory; the limit is %s",
            upscale.width(),
            upscale.height(),
            RunMemory.text(memory),
            RunMemory.text(maxRunMemory)));
  }

  private static @Nullable Instant deadline(JobRequest request, Violations violations) {
    if (request.deadline() == null) {
      return null;
    }
    try {
      Instant deadline = Instant.parse(request.deadline());
      // RFC 3339 has no other years, and not every database has.
      violations.check(
          !deadline.isBefore(EARLIEST_DEADLINE) && deadline.isBefore(LATEST_DEADLINE),
          "deadline",
          "must be in the years 0000 to 9999");
      return deadline;
    } catch (DateTimeParseException e) {
      violations.check(false, "deadline", "must be a UTC time such as 2026-01-31T12:00:00Z");
      return null;
    }
  }

  private static @Nullable Webhook webhook(JobRequest request, Violations violations) {
    Set<String> events =
        request.webhookEvents() == null
            ? TERMINAL_EVENTS
            : new LinkedHashSet<>(request.webhookEvents());
    boolean known =
        !events.isEmpty()
            && events.stream().allMatch(event -> event != null && WEBHOOK_EVENTS.contains(event));
    violations.check(
        known,
        "webhook_events",
        "must be some of " + String.join(", ", WEBHOOK_EVENTS.stream().sorted().toList()));
    if (request.webhookUrl() == null) {
      return null;
    }
    try {
      URI url = new URI(request.webhookUrl());
      return known ? new Webhook(url, events) : null;
    } catch (URISyntaxException e) {
      violations.check(false, "webhook_url", "is not an address: " + e.getReason());
      return null;
    }
  }

  private static Map<String, String> metadata(JobRequest request, Violations violations) {
    Map<String, String> metadata = request.metadata() == null ? Map.of() : request.metadata();
    boolean small =
        metadata.size() <= MAX_METADATA_ENTRIES
            && metadata.entrySet().stream()
                .allMatch(
                    entry ->
                        entry.getValue() != null
                            && entry.getKey().length() + entry.getValue().length()
                                <= MAX_METADATA_CHARACTERS);
    violations.check(
        small,
        "metadata",
        "may hold %d texts of %d characters, key included"
            .formatted(MAX_METADATA_ENTRIES, MAX_METADATA_CHARACTERS));
    boolean storable =
        !small
            || metadata.entrySet().stream()
                .noneMatch(entry -> (entry.getKey() + entry.getValue()).indexOf('\0') >= 0);
    violations.check(storable, "metadata", "may not hold the character U+0000");
    return small ? metadata : Map.of();
  }
}
