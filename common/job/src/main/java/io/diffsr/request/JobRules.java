package io.diffsr.request;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a job may be asked for; the only place where a {@link JobRequest} becomes a {@link JobSpec}.
 *
 * @param upscale what may be asked of the engine
 * @param longest how long jobs are kept that ask for no less; null for ever
 */
public record JobRules(UpscaleRules upscale, @Nullable Retention longest) {
  /** The event types a webhook may ask for. */
  public static final Set<String> WEBHOOK_EVENTS =
      Set.of("job.running", "job.succeeded", "job.failed", "job.canceled", "job.expired");

  private static final Set<String> TERMINAL_EVENTS =
      Set.of("job.succeeded", "job.failed", "job.canceled", "job.expired");

  private static final int HIGHEST_PRIORITY = 9;
  private static final int DEFAULT_PRIORITY = 5;

  /** The most texts of {@code metadata}, and the most characters of a name and of a text. */
  public static final int MAX_METADATA_ENTRIES = 32;

  public static final int MAX_METADATA_NAME = 64;
  public static final int MAX_METADATA_TEXT = 448;
  private static final Instant EARLIEST_DEADLINE = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant LATEST_DEADLINE = Instant.parse("+10000-01-01T00:00:00Z");

  /**
   * Checks a request and fills in what is unset.
   *
   * @param tenant whose job it is to be
   * @param input the stored picture; {@code imageUrl} is not fetched here
   * @throws InvalidJobException with every violation at once
   */
  public JobSpec specify(String tenant, JobRequest request, InputPicture input) {
    Violations violations = new Violations();
    UpscaleOptions options = request.upscale();
    UpscaleSpec spec = upscale.specify(options, input.width(), input.height(), violations);
    JobSpec job =
        new JobSpec(
            tenant,
            input,
            spec,
            violations.inRange(
                "priority", request.priority(), DEFAULT_PRIORITY, 0, HIGHEST_PRIORITY),
            deadline(request, violations),
            webhook(request, violations),
            metadata(request, violations),
            retention(request, violations));
    violations.throwIfAny();
    upscale.requireMemory(options, spec, input.pixels(), input.plain());
    return job;
  }

  private @Nullable Retention retention(JobRequest request, Violations violations) {
    Integer asked = request.resultTtl();
    if (asked == null) {
      return longest;
    }
    long most = longest == null ? Integer.MAX_VALUE : longest.resultSeconds();
    violations.check(
        asked >= Retention.SHORTEST_RESULT_SECONDS && asked <= most,
        "result_ttl",
        "must be in %d..%d".formatted(Retention.SHORTEST_RESULT_SECONDS, most));
    return longest == null ? null : longest.withResult(asked);
  }

  private static @Nullable Instant deadline(JobRequest request, Violations violations) {
    if (request.deadline() == null) {
      return null;
    }
    try {
      Instant deadline = Rfc3339.parse(request.deadline());
      // RFC 3339 has no other years, and not every database has.
      violations.check(
          !deadline.isBefore(EARLIEST_DEADLINE) && deadline.isBefore(LATEST_DEADLINE),
          "deadline",
          "must be in the years 0000 to 9999");
      return deadline;
    } catch (DateTimeParseException e) {
      violations.check(false, "deadline", "must be an RFC 3339 time such as 2026-01-31T12:00:00Z");
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
                            && characters(entry.getKey()) <= MAX_METADATA_NAME
                            && characters(entry.getValue()) <= MAX_METADATA_TEXT);
    violations.check(
        small,
        "metadata",
        "may hold %d texts of %d characters, with names of %d"
            .formatted(MAX_METADATA_ENTRIES, MAX_METADATA_TEXT, MAX_METADATA_NAME));
    boolean storable =
        !small
            || metadata.entrySet().stream()
                .noneMatch(entry -> (entry.getKey() + entry.getValue()).indexOf('\0') >= 0);
    violations.check(storable, "metadata", "may not hold the character U+0000");
    return small ? metadata : Map.of();
  }

  /** As JSON Schema counts them. */
  private static int characters(String text) {
    return text.codePointCount(0, text.length());
  }
}
