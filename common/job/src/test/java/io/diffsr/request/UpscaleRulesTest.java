package io.diffsr.request;

import static io.diffsr.request.Specs.DEFAULTS;
import static io.diffsr.request.Specs.RULES;
import static io.diffsr.request.Specs.sized;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.diffsr.request.InvalidJobException.Violation;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpscaleRulesTest {
  private static final int WIDTH = 451;
  private static final int HEIGHT = 300;

  @Test
  void whatIsUnsetHasADefault() {
    assertEquals(
        UpscaleSpecBuilder.builder()
            .width(902)
            .height(600)
            .method("diff-sr")
            .model("faces")
            .start("auto")
            .sampler(Sampler.DPMPP_2M)
            .eta(0)
            .consistency(Consistency.AUTO)
            .noiseSigma(0)
            .seed(4711)
            .samples(1)
            .outputFormat(OutputFormat.PNG)
            .quality(92)
            .build(),
        specify(DEFAULTS));
  }

  @ParameterizedTest
  @CsvSource({"1, 451, 300", "2.7, 1218, 810", "1.5, 677, 450", "16, 7216, 4800"})
  void aScaleIsRoundedPerSide(double scale, int width, int height) {
    UpscaleRules rules =
        new UpscaleRules(100_000_000, Long.MAX_VALUE, List.of("faces"), List.of(), () -> 0L);
    UpscaleSpec upscale = rules.specify(sized(scale, null, null), WIDTH, HEIGHT);
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
    UpscaleSpec byWidth = specify(sized(null, 902, null));
    assertEquals(600, byWidth.height());
    UpscaleSpec byHeight = specify(sized(null, null, 450));
    assertEquals(677, byHeight.width());
    UpscaleSpec both = specify(sized(null, 500, 1200));
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
    assertEquals(8, specify(sized(8.0, null, null)).width() / 451);
  }

  @ParameterizedTest
  @CsvSource({"webp, false", "jpeg, true", "png, true", "tiff, true"})
  void theFormatMustHoldTheSides(String format, boolean holds) {
    UpscaleOptions options =
        UpscaleOptionsBuilder.builder().scale(16.0).outputFormat(format).build();
    if (holds) {
      assertEquals(32_000, RULES.upscale().specify(options, 2000, 1).width());
      return;
    }
    InvalidJobException refused =
        assertThrows(InvalidJobException.class, () -> RULES.upscale().specify(options, 2000, 1));
    assertEquals(
        List.of(new Violation("output_format", "holds at most 16383 pixels a side")),
        refused.violations());
  }

  @Test
  void everyViolationIsReportedAtOnce() {
    UpscaleOptions options =
        UpscaleOptionsBuilder.builder()
            .scale(0.5)
            .method("magic")
            .model("cats")
            .start("middle")
            .fidelity(1.5)
            .noiseLevel(1.5)
            .timestep(-1)
            .sampler("euler")
            .steps(0)
            .eta(Double.NaN)
            .consistency("maybe")
            .noiseSigma(0.6)
            .samples(17)
            .outputFormat("gif")
            .quality(101)
            .build();
    assertEquals(
        new TreeSet<>(
            Set.of(
                "scale",
                "method",
                "model",
                "start",
                "fidelity",
                "noise_level",
                "timestep",
                "sampler",
                "steps",
                "eta",
                "consistency",
                "noise_sigma",
                "samples",
                "output_format",
                "quality")),
        violated(options));
  }

  @Test
  void optionsWithinTheRulesAreKept() {
    UpscaleOptions options =
        UpscaleOptionsBuilder.builder()
            .scale(3.0)
            .method("lanczos")
            .model("rooms")
            .noiseLevel(0.25)
            .sampler("ddim")
            .steps(250)
            .eta(1.0)
            .consistency("none")
            .seed(-5L)
            .samples(16)
            .outputFormat("jpeg")
            .quality(1)
            .build();
    assertEquals(
        UpscaleSpecBuilder.builder()
            .width(1353)
            .height(900)
            .method("lanczos")
            .model("rooms")
            .start("auto")
            .noiseLevel(0.25)
            .sampler(Sampler.DDIM)
            .steps(250)
            .eta(1)
            .consistency(Consistency.NONE)
            .seed(-5)
            .samples(16)
            .outputFormat(OutputFormat.JPEG)
            .quality(1)
            .build(),
        specify(options));
  }

  @ParameterizedTest
  @ValueSource(strings = {"diff-sr", "predictor", "pinv", "bicubic", "nearest", "lanczos", "imdn"})
  void theMethodIsBuiltInOrAnAvailableNetwork(String method) {
    assertEquals(method, specify(by(method)).method());
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "predictor", "pinv", "bicubic", "imdn"})
  void theStartIsBuiltInOrAnAvailableNetwork(String start) {
    UpscaleOptions options = UpscaleOptionsBuilder.builder().start(start).build();
    assertEquals(start, specify(options).start());
  }

  /** An option that would change nothing is refused rather than ignored. */
  @ParameterizedTest
  @CsvSource({
    "pinv, predictor, , start",
    "predictor, pinv, , start",
    "bicubic, , 0.5, fidelity",
    "imdn, , 0.5, fidelity",
    "diff-sr, pinv, 0.5, fidelity",
    "diff-sr, bicubic, 1, fidelity",
    "diff-sr, predictor, -0.1, fidelity"
  })
  void aStartOrAFidelityThatChangesNothingIsRefused(
      String method, String start, Double fidelity, String field) {
    assertEquals(
        Set.of(field),
        violated(
            UpscaleOptionsBuilder.builder()
                .method(method)
                .start(start)
                .fidelity(fidelity)
                .build()));
  }

  @Test
  void aModelOfDiffSrIsNoMethodAndARefusalListsThoseThatAre() {
    InvalidJobException refused =
        assertThrows(InvalidJobException.class, () -> specify(by("faces")));
    assertEquals(
        "method must be one of diff-sr, predictor, pinv, bicubic, nearest, lanczos, imdn",
        refused.getMessage());
  }

  @Test
  void noiseIsOnlyTakenWhereItIsWeighed() {
    assertEquals(0.1, specify(noisy("diff-sr", null)).noiseSigma());
    assertEquals(0.1, specify(noisy("imdn", null)).noiseSigma());
    assertEquals(Set.of("noise_sigma"), violated(noisy("pinv", null)));
    assertEquals(Set.of("noise_sigma"), violated(noisy("bicubic", "project")));
    assertEquals(Set.of("noise_sigma"), violated(noisy("diff-sr", "none")));
  }

  @Test
  void messagesNameTheFieldFirst() {
    InvalidJobException refused =
        assertThrows(InvalidJobException.class, () -> specify(sized(0.0, null, null)));
    assertEquals("scale must be a number from 1 to 16", refused.getMessage());
  }

  @Test
  void aHundredMegapixelsFitTheMemoryOrAreRefusedWithTheFigure() {
    UpscaleOptions options = sized(4.0, null, null);
    UpscaleSpec asked = rules(Long.MAX_VALUE).specify(options, 2500, 2500);
    long need = RunMemory.bytes(2500 * 2500, false, asked);
    UpscaleSpec fits = rules(need).specify(options, 2500, 2500);
    assertEquals(10_000, fits.width());
    InvalidJobException refused =
        assertThrows(InvalidJobException.class, () -> rules(need - 1).specify(options, 2500, 2500));
    assertEquals(
        "scale asks for 10000 × 10000 pixels, for which a run takes up to 4.9 GiB of memory; a run"
            + " may take 4.9 GiB",
        refused.getMessage());
  }

  private static UpscaleRules rules(long memory) {
    return new UpscaleRules(100_000_000, memory, List.of("faces"), List.of(), () -> 0L);
  }

  /** Without a network, and in one step, a run holds two canvases. */
  @ParameterizedTest
  @CsvSource({
    "pinv, , , true, 26",
    "pinv, , , false, 48",
    "diff-sr, 1, , true, 26",
    "predictor, , , true, 26",
    "diff-sr, 2, , true, 48",
    "diff-sr, , , false, 48",
    "diff-sr, 1, 3, true, 80"
  })
  void theMemoryOfARunDependsOnWhatItHolds(
      String method, Integer steps, Integer samples, boolean plain, long perPixel) {
    UpscaleOptions options =
        UpscaleOptionsBuilder.builder(sized(4.0, null, null))
            .method(method)
            .steps(steps)
            .samples(samples)
            .build();
    UpscaleSpec spec = rules(Long.MAX_VALUE).specify(options, 1000, 1000);
    assertEquals(
        (64 << 20) + perPixel * 16_000_000 + 60 * 1_000_000,
        RunMemory.bytes(1_000_000, plain, spec));
  }

  private static UpscaleSpec specify(UpscaleOptions options) {
    return RULES.upscale().specify(options, WIDTH, HEIGHT);
  }

  private static Set<String> violated(UpscaleOptions options) {
    InvalidJobException refused = assertThrows(InvalidJobException.class, () -> specify(options));
    return new TreeSet<>(refused.violations().stream().map(Violation::field).toList());
  }

  private static UpscaleOptions by(String method) {
    return UpscaleOptionsBuilder.builder().method(method).build();
  }

  private static UpscaleOptions noisy(String method, @Nullable String consistency) {
    return UpscaleOptionsBuilder.builder()
        .method(method)
        .consistency(consistency)
        .noiseSigma(0.1)
        .build();
  }
}
