package io.diffsr.request;

import static io.diffsr.request.Specs.INPUT;
import static io.diffsr.request.Specs.NOTHING;
import static io.diffsr.request.Specs.RULES;
import static io.diffsr.request.Specs.sized;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.request.InvalidJobException.Violation;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The input of these requests has 451 × 300 pixels. */
class JobRulesTest {

  @Test
  void whatIsNotAskedForHasADefault() {
    JobSpec spec = RULES.specify(NOTHING, INPUT);
    assertEquals(
        new UpscaleSpec(
            902,
            600,
            "diff-sr",
            "faces",
            null,
            null,
            Sampler.DPMPP_2M,
            10,
            0,
            Consistency.PROJECT,
            0,
            4711,
            1,
            OutputFormat.PNG,
            92),
        spec.upscale());
    assertEquals(5, spec.priority());
    assertNull(spec.deadline());
    assertNull(spec.webhook());
    assertEquals(Map.of(), spec.metadata());
  }

  @ParameterizedTest
  @CsvSource({"1, 451, 300", "2.7, 1218, 810", "1.5, 677, 450", "16, 7216, 4800"})
  void aScaleIsRoundedPerSide(double scale, int width, int height) {
    JobRules rules =
        new JobRules(100_000_000, Long.MAX_VALUE, List.of("faces"), List.of(), () -> 0L);
    UpscaleSpec upscale = rules.specify(sized(scale, null, null), INPUT).upscale();
    assertEquals(width, upscale.width());
    assertEquals(height, upscale.height());
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0,
        -0.0,
        -2,
        0.99,
        16.01,
        1000,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE
      })
  void scalesOutsideTheRangeAreRefused(double scale) {
    assertEquals(Set.of("scale"), violated(sized(scale, null, null)));
  }

  @Test
  void oneSideGivesTheOtherInProportion() {
    UpscaleSpec byWidth = RULES.specify(sized(null, 902, null), INPUT).upscale();
    assertEquals(600, byWidth.height());
    UpscaleSpec byHeight = RULES.specify(sized(null, null, 450), INPUT).upscale();
    assertEquals(677, byHeight.width());
    UpscaleSpec both = RULES.specify(sized(null, 500, 1200), INPUT).upscale();
    assertEquals(500, both.width());
    assertEquals(1200, both.height());
  }

  @Test
  void aScaleAndASideExcludeEachOther() {
    assertEquals(Set.of("scale"), violated(sized(2.0, 902, null)));
    assertEquals(Set.of("scale"), violated(sized(2.0, null, 600)));
  }

  @Test
  void sidesMustBeFromOnceToSixteenTimesTheInput() {
    assertEquals(Set.of("width"), violated(sized(null, 450, null)));
    assertEquals(Set.of("height"), violated(sized(null, null, 299)));
    assertEquals(Set.of("width", "height"), violated(sized(null, 7217, 4801)));
    assertEquals(Set.of("width"), violated(sized(null, Integer.MAX_VALUE, null)));
    assertEquals(Set.of("height"), violated(sized(null, null, -1)));
  }

  @Test
  void theResultMustStayWithinTheLimit() {
    assertEquals(Set.of("scale"), violated(sized(9.0, null, null)));
    assertEquals(Set.of("width"), violated(sized(null, 7216, null)));
    assertEquals(8, RULES.specify(sized(8.0, null, null), INPUT).upscale().width() / 451);
  }

  @ParameterizedTest
  @CsvSource({"webp, false", "jpeg, true", "png, true", "tiff, true"})
  void theFormatMustHoldTheSides(String format, boolean holds) {
    InputPicture wide = new InputPicture("key", "image/png", 2000, 1, 100);
    JobRequest request =
        new JobRequest(
            16.0, null, null, null, null, null, null, null, null, null, null, null, null, null,
            format, null, null, null, null, null, null);
    if (holds) {
      assertEquals(32_000, RULES.specify(request, wide).upscale().width());
      return;
    }
    InvalidJobException refused =
        assertThrows(InvalidJobException.class, () -> RULES.specify(request, wide));
    assertEquals(
        List.of(new Violation("output_format", "holds at most 16383 pixels a side")),
        refused.violations());
  }

  @Test
  void everyViolationIsReportedAtOnce() {
    JobRequest request =
        new JobRequest(
            0.5,
            null,
            null,
            "magic",
            "cats",
            1.5,
            -1,
            "euler",
            0,
            Double.NaN,
            "maybe",
            null,
            1L,
            17,
            "gif",
            101,
            10,
            "tomorrow",
            "http://a b",
            List.of("job.born"),
            Map.of("key", "x".repeat(600)));
    assertEquals(
        new TreeSet<>(
            Set.of(
                "scale",
                "method",
                "model",
                "noise_level",
                "timestep",
                "sampler",
                "steps",
                "eta",
                "consistency",
                "samples",
                "output_format",
                "quality",
                "priority",
                "deadline",
                "webhook_url",
                "webhook_events",
                "metadata")),
        new TreeSet<>(violated(request)));
  }

  @Test
  void wishesWithinTheRulesAreKept() {
    JobRequest request =
        new JobRequest(
            3.0,
            null,
            null,
            "lanczos",
            "rooms",
            0.25,
            null,
            "ddim",
            250,
            1.0,
            "none",
            null,
            -5L,
            16,
            "jpeg",
            1,
            9,
            "2026-01-31T12:00:00Z",
            "https://example.org/hook",
            List.of("job.running"),
            Map.of("key", "value"));
    JobSpec spec = RULES.specify(request, INPUT);
    assertEquals(
        new UpscaleSpec(
            1353,
            900,
            "lanczos",
            "rooms",
            0.25,
            null,
            Sampler.DDIM,
            250,
            1,
            Consistency.NONE,
            0,
            -5,
            16,
            OutputFormat.JPEG,
            1),
        spec.upscale());
    assertEquals(9, spec.priority());
    assertEquals(Instant.parse("2026-01-31T12:00:00Z"), spec.deadline());
    assertEquals(
        new Webhook(URI.create("https://example.org/hook"), Set.of("job.running")), spec.webhook());
    assertEquals(Map.of("key", "value"), spec.metadata());
  }

  @ParameterizedTest
  @ValueSource(strings = {"diff-sr", "pinv", "bicubic", "nearest", "lanczos", "imdn"})
  void theMethodIsBuiltInOrOneOnOffer(String method) {
    assertEquals(method, RULES.specify(by(method), INPUT).upscale().method());
  }

  @Test
  void aModelOfDiffSrIsNoMethodAndARefusalListsThoseThatAre() {
    InvalidJobException refused =
        assertThrows(InvalidJobException.class, () -> RULES.specify(by("faces"), INPUT));
    assertEquals(
        "method must be one of diff-sr, pinv, bicubic, nearest, lanczos, imdn",
        refused.getMessage());
  }

  @Test
  void noiseIsOnlyTakenWhereItIsWeighed() {
    assertEquals(0.1, RULES.specify(noisy("diff-sr", null), INPUT).upscale().noiseSigma());
    assertEquals(0.1, RULES.specify(noisy("imdn", null), INPUT).upscale().noiseSigma());
    assertEquals(Set.of("noise_sigma"), violated(noisy("pinv", null)));
    assertEquals(Set.of("noise_sigma"), violated(noisy("bicubic", "project")));
    assertEquals(Set.of("noise_sigma"), violated(noisy("diff-sr", "none")));
  }

  private static JobRequest noisy(String method, @Nullable String consistency) {
    return by(method, consistency, 0.1);
  }

  private static JobRequest by(String method) {
    return by(method, null, null);
  }

  private static JobRequest by(
      String method, @Nullable String consistency, @Nullable Double noiseSigma) {
    return new JobRequest(
        null,
        null,
        null,
        method,
        null,
        null,
        null,
        null,
        null,
        null,
        consistency,
        noiseSigma,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void whatTheDatabaseCannotHoldIsRefused() {
    Map<String, String> zero = Map.of("key", "a\0b");
    for (String deadline : List.of("+10000-01-01T00:00:00Z", "-0001-12-31T23:59:59Z")) {
      assertEquals(
          Set.of("deadline", "metadata", "webhook_events"),
          violated(noted(deadline, Collections.singletonList(null), zero)));
    }
    RULES.specify(noted("9999-12-31T23:59:59.999Z", List.of("job.failed"), Map.of()), INPUT);
  }

  private static JobRequest noted(
      String deadline, List<String> webhookEvents, Map<String, String> metadata) {
    return new JobRequest(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        deadline,
        "https://example.org/hook",
        webhookEvents,
        metadata);
  }

  @Test
  void messagesNameTheFieldFirst() {
    InvalidJobException refused =
        assertThrows(InvalidJobException.class, () -> RULES.specify(sized(0.0, null, null), INPUT));
    assertEquals("scale must be a number from 1 to 16", refused.getMessage());
  }

  private static Set<String> violated(JobRequest request) {
    InvalidJobException refused =
        assertThrows(InvalidJobException.class, () -> RULES.specify(request, INPUT));
    return new TreeSet<>(refused.violations().stream().map(Violation::field).toList());
  }

  @Test
  void aHundredMegapixelsFitTheMemoryOrAreRefusedWithTheFigure() {
    InputPicture input = new InputPicture("in", "image/png", 2500, 2500, 1000);
    JobRequest request = Specs.sized(4.0, null, null);
    long need = RunMemory.bytes(2500 * 2500, 10_000 * 10_000, 1);
    JobSpec fits =
        new JobRules(100_000_000, need, List.of("faces"), List.of(), () -> 0L)
            .specify(request, input);
    assertEquals(10_000, fits.upscale().width());
    JobRules small = new JobRules(100_000_000, need - 1, List.of("faces"), List.of(), () -> 0L);
    InvalidJobException refused =
        assertThrows(InvalidJobException.class, () -> small.specify(request, input));
    assertEquals(
        "scale asks for 10000 × 10000 pixels, which take up to 9.6 GiB of memory; the limit is"
            + " 9.6 GiB",
        refused.getMessage());
  }
}
