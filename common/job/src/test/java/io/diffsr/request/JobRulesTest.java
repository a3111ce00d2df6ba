package io.diffsr.request;

import static io.diffsr.request.Specs.DEFAULTS;
import static io.diffsr.request.Specs.INPUT;
import static io.diffsr.request.Specs.RULES;
import static io.diffsr.request.Specs.request;
import static io.diffsr.request.Specs.sized;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.request.InvalidJobException.Violation;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class JobRulesTest {
  private static final int DAYS = 30 * 24 * 3600;

  @Test
  void whatIsUnsetHasADefault() {
    JobSpec spec = RULES.specify(JobSpec.DEFAULT_TENANT, request().build(), INPUT);
    assertEquals(INPUT, spec.input());
    assertEquals(RULES.upscale().specify(DEFAULTS, 451, 300), spec.upscale());
    assertEquals(5, spec.priority());
    assertNull(spec.deadline());
    assertNull(spec.webhook());
    assertEquals(Map.of(), spec.metadata());
  }

  @Test
  void everyViolationIsReportedAtOnce() {
    JobRequest request =
        new JobRequest(
            null,
            sized(0.5, null, null),
            10,
            "tomorrow",
            59,
            "http://a b",
            List.of("job.born"),
            Map.of("key", "x".repeat(600)));
    assertEquals(
        Set.of(
            "scale",
            "priority",
            "deadline",
            "result_ttl",
            "webhook_url",
            "webhook_events",
            "metadata"),
        violated(request));
  }

  @Test
  void aRequestWithinTheRulesIsKept() {
    JobRequest request =
        new JobRequest(
            null,
            DEFAULTS,
            9,
            "2026-01-31T12:00:00Z",
            3600,
            "https://example.org/hook",
            List.of("job.running"),
            Map.of("key", "value"));
    JobSpec spec = RULES.specify(JobSpec.DEFAULT_TENANT, request, INPUT);
    assertEquals(9, spec.priority());
    assertEquals(Instant.parse("2026-01-31T12:00:00Z"), spec.deadline());
    assertEquals(
        new Webhook(URI.create("https://example.org/hook"), Set.of("job.running")), spec.webhook());
    assertEquals(Map.of("key", "value"), spec.metadata());
    assertEquals(new Retention(DAYS, DAYS, 3600), spec.retention());
  }

  @Test
  void aResultIsKeptForNoLongerThanTheServiceAllows() {
    assertEquals(
        new Retention(DAYS, DAYS, DAYS),
        RULES.specify(JobSpec.DEFAULT_TENANT, request().build(), INPUT).retention());
    assertEquals(Set.of("result_ttl"), violated(request().resultTtl(DAYS + 1).build()));
    assertEquals(
        new Retention(60, 60, 60),
        Retention.of(Duration.ofMinutes(1), Duration.ofDays(7), Duration.ofDays(30)));
  }

  @Test
  void whatTheDatabaseCannotHoldIsRefused() {
    for (String deadline : List.of("+10000-01-01T00:00:00Z", "-0001-12-31T23:59:59Z")) {
      assertEquals(
          Set.of("deadline", "metadata", "webhook_events"),
          violated(
              request()
                  .deadline(deadline)
                  .webhookUrl("https://example.org/hook")
                  .webhookEvents(Collections.singletonList(null))
                  .metadata(Map.of("key", "a\0b"))
                  .build()));
    }
    JobSpec latest =
        RULES.specify(
            JobSpec.DEFAULT_TENANT, request().deadline("9999-12-31T23:59:59.999Z").build(), INPUT);
    assertEquals(Instant.parse("9999-12-31T23:59:59.999Z"), latest.deadline());
  }

  @Test
  void aTextAndItsNameHaveBoundsOfTheirOwnInCharacters() {
    String name = "\uD83D\uDE00".repeat(64);
    String text = "\uD83D\uDE00".repeat(448);
    Map<String, String> largest = Map.of(name, text);
    JobSpec spec =
        RULES.specify(JobSpec.DEFAULT_TENANT, request().metadata(largest).build(), INPUT);
    assertEquals(largest, spec.metadata());
    for (Map<String, String> larger : List.of(Map.of(name + "a", ""), Map.of("", text + "a"))) {
      assertEquals(Set.of("metadata"), violated(request().metadata(larger).build()));
    }
  }

  private static Set<String> violated(JobRequest request) {
    InvalidJobException refused =
        assertThrows(
            InvalidJobException.class, () -> RULES.specify(JobSpec.DEFAULT_TENANT, request, INPUT));
    return new TreeSet<>(refused.violations().stream().map(Violation::field).toList());
  }
}
