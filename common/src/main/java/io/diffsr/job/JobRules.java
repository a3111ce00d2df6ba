package io.diffsr.job;

import io.diffsr.job.InvalidJobException.Violation;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a request may ask for; the one place where wishes become a {@link JobSpec}.
 *
 * @param maxOutputPixels largest result, in pixels
 * @param maxRunMemory most that a run may take, in bytes ({@link RunMemory})
 * @param models names of the models that are on offer; the first is the default
 * @param seeds draws a seed where the caller names none
 */
public record JobRules(
    long maxOutputPixels, long maxRunMemory, List<String> models, LongSupplier seeds) {
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

  public static final double MAX_SCALE = 16;
  private static final double DEFAULT_SCALE = 2;
  private static final int DEFAULT_STEPS = 10;
  private static final int MAX_STEPS = 250;
  private static final int DEFAULT_QUALITY = 92;
  private static final int HIGHEST_PRIORITY = 9;
  private static final int DEFAULT_PRIORITY = 5;
  private static final int MAX_METADATA_ENTRIES = 32;
  private static final int MAX_METADATA_CHARACTERS = 512;
  private static final Instant EARLIEST_DEADLINE = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST_DEADLINE = Instant.parse("+10000-01-01T00:00:00Z");

  public JobRules {
    models = List.copyOf(models);
  }

  /**
   * Turns wishes into a specification.
   *
   * @throws InvalidJobException with every violation at once
   */
  public JobSpec specify(JobRequest request, InputPicture input) {
    List<Violation> violations = new ArrayList<>();
    Size size = size(request, input, violations);
    String method = request.method() == null ? DIFF_SR : request.method();
    check(
        violations,
        METHODS.contains(method),
        "method",
        "must be one of " + String.join(", ", METHODS));
    String model = request.model() == null ? models.get(0) : request.model();
    check(
        violations,
        models.contains(model),
        "model",
        "is not on offer; there is " + String.join(", ", models));
    Double noiseLevel = request.noiseLevel();
    check(
        violations,
        noiseLevel == null || (noiseLevel > 0 && noiseLevel <= 1),
        "noise_level",
        "must be above 0 and at most 1");
    check(
        violations,
        request.timestep() == null || request.timestep() >= 0,
        "timestep",
        "must not be negative");
    check(
        violations,
        noiseLevel == null || request.timestep() == null,
        "timestep",
        "and noise_level exclude each other");
    int steps = inRange(violations, "steps", request.steps(), DEFAULT_STEPS, 1, MAX_STEPS);
    double eta = request.eta() == null ? 0 : request.eta();
    check(violations, eta >= 0 && eta <= 1, "eta", "must be in 0..1");
    UpscaleSpec upscale =
        new UpscaleSpec(
            size.width(),
            size.height(),
            method,
            model,
            noiseLevel,
            request.timestep(),
            named(violations, "sampler", Sampler.class, request.sampler(), Sampler.DPMPP_2M),
            steps,
            eta,
            named(
                violations,
                "consistency",
                Consistency.class,
                request.consistency(),
                Consistency.PROJECT),
            request.seed() == null ? seeds.getAsLong() : request.seed(),
            named(
                violations,
                "output_format",
                OutputFormat.class,
                request.outputFormat(),
                OutputFormat.PNG),
            inRange(violations, "quality", request.quality(), DEFAULT_QUALITY, 1, 100));
    JobSpec spec =
        new JobSpec(
            input,
            upscale,
            inRange(
                violations, "priority", request.priority(), DEFAULT_PRIORITY, 0, HIGHEST_PRIORITY),
            deadline(request, violations),
            webhook(request, violations),
            metadata(request, violations));
    if (!violations.isEmpty()) {
      throw new InvalidJobException(violations);
    }
    return spec;
  }

  private record Size(int width, int height) {}

  private Size size(JobRequest request, InputPicture input, List<Violation> violations) {
    int before = violations.size();
    Double scale = request.scale();
    boolean sized = request.width() != null || request.height() != null;
    check(violations, scale == null || !sized, "scale", "and width or height exclude each other");
    check(
        violations,
        scale == null || (scale >= 1 && scale <= MAX_SCALE),
        "scale",
        "must be a number from 1 to " + (int) MAX_SCALE);
    checkSide(violations, "width", request.width(), input.width());
    checkSide(violations, "height", request.height(), input.height());
    if (violations.size() > before) {
      return new Size(1, 1);
    }
    Size size = target(request, input);
    check(
        violations,
        (long) size.width() * size.height() <= maxOutputPixels,
        sized ? "width" : "scale",
        String.format(
            Locale.ROOT,
            "asks for %d × %d pixels; the limit is %d pixels",
            size.width(),
            size.height(),
            maxOutputPixels));
    long memory =
        RunMemory.bytes((long) input.width() * input.height(), (long) size.width() * size.height());
    check(
        violations,
        memory <= maxRunMemory,
        sized ? "width" : "scale",
        String.format(
            Locale.ROOT,
            "asks for %d × %d pixels, which take up to %s of memory; the limit is %s",
            size.width(),
            size.height(),
            RunMemory.text(memory),
            RunMemory.text(maxRunMemory)));
    return size;
  }

  private static Size target(JobRequest request, InputPicture input) {
    Integer width = request.width();
    Integer height = request.height();
    if (width != null) {
      double scale = (double) width / input.width();
      return new Size(width, height != null ? height : scaled(input.height(), scale));
    }
    if (height != null) {
      return new Size(scaled(input.width(), (double) height / input.height()), height);
    }
    double scale = request.scale() == null ? DEFAULT_SCALE : request.scale();
    return new Size(scaled(input.width(), scale), scaled(input.height(), scale));
  }

  private static int scaled(int side, double scale) {
    return (int) Math.max(side, Math.min(Math.round(side * scale), Integer.MAX_VALUE));
  }

  private static void checkSide(
      List<Violation> violations, String field, @Nullable Integer side, int inputSide) {
    check(
        violations,
        side == null || (side >= inputSide && side <= MAX_SCALE * inputSide),
        field,
        String.format(
            Locale.ROOT,
            "must be from %d (the input's own) to %d",
            inputSide,
            Math.round(MAX_SCALE * inputSide)));
  }

  private static int inRange(
      List<Violation> violations,
      String field,
      @Nullable Integer value,
      int byDefault,
      int lowest,
      int highest) {
    if (value == null) {
      return byDefault;
    }
    check(
        violations,
        value >= lowest && value <= highest,
        field,
        "must be in " + lowest + ".." + highest);
    return value;
  }

  private static <E extends Enum<E> & WireName> E named(
      List<Violation> violations,
      String field,
      Class<E> type,
      @Nullable String wireName,
      E byDefault) {
    if (wireName == null) {
      return byDefault;
    }
    return WireName.find(type, wireName)
        .orElseGet(
            () -> {
              check(violations, false, field, "must be one of " + WireName.list(type));
              return byDefault;
            });
  }

  private static @Nullable Instant deadline(JobRequest request, List<Violation> violations) {
    if (request.deadline() == null) {
      return null;
    }
    try {
      Instant deadline = Instant.parse(request.deadline());
      // RFC 3339 has no other years, and not every database has.
      check(
          violations,
          !deadline.isBefore(EARLIEST_DEADLINE) && deadline.isBefore(LATEST_DEADLINE),
          "deadline",
          "must be in the years 0000 to 9999");
      return deadline;
    } catch (DateTimeParseException e) {
      check(violations, false, "deadline", "must be a UTC time such as 2026-01-31T12:00:00Z");
      return null;
    }
  }

  private static @Nullable Webhook webhook(JobRequest request, List<Violation> violations) {
    Set<String> events =
        request.webhookEvents() == null
            ? TERMINAL_EVENTS
            : new LinkedHashSet<>(request.webhookEvents());
    boolean known =
        !events.isEmpty()
            && events.stream().allMatch(event -> event != null && WEBHOOK_EVENTS.contains(event));
    check(
        violations,
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
      check(violations, false, "webhook_url", "is not an address: " + e.getReason());
      return null;
    }
  }

  private static Map<String, String> metadata(JobRequest request, List<Violation> violations) {
    Map<String, String> metadata = request.metadata() == null ? Map.of() : request.metadata();
    boolean small =
        metadata.size() <= MAX_METADATA_ENTRIES
            && metadata.entrySet().stream()
                .allMatch(
                    entry ->
                        entry.getValue() != null
                            && entry.getKey().length() + entry.getValue().length()
                                <= MAX_METADATA_CHARACTERS);
    check(
        violations,
        small,
        "metadata",
        "may hold %d texts of %d characters, key included"
            .formatted(MAX_METADATA_ENTRIES, MAX_METADATA_CHARACTERS));
    boolean storable =
        !small
            || metadata.entrySet().stream()
                .noneMatch(entry -> (entry.getKey() + entry.getValue()).indexOf('\0') >= 0);
    check(violations, storable, "metadata", "may not hold the character U+0000");
    return small ? metadata : Map.of();
  }

  private static void check(
      List<Violation> violations, boolean right, String field, String message) {
    if (!right) {
      violations.add(new Violation(field, message));
    }
  }
}
