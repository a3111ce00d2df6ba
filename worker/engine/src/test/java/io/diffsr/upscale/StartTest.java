package io.diffsr.upscale;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.field.RecoverableFieldCalibration;
import io.diffsr.job.ErrorCode;
import io.diffsr.job.UpscaleReport;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.DiffusionModelBuilder;
import io.diffsr.model.NetworkMethod;
import io.diffsr.model.NetworkTile;
import io.diffsr.model.RegressionModel;
import io.diffsr.model.ResidualNetwork;
import io.diffsr.model.ResidualNetworkBuilder;
import io.diffsr.model.Sr3Model;
import io.diffsr.model.StartNetworks;
import io.diffsr.model.ValueRange;
import io.diffsr.noise.NoiseField;
import io.diffsr.picture.Picture;
import io.diffsr.request.Consistency;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.run.UpscaleException;
import io.diffsr.run.UpscaleObserver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a reverse diffusion starts from, with networks whose answer is known. */
class StartTest {
  private static final float LEVEL = 2f / 255;
  private static final Picture INPUT = TestRuns.picture(13, 9, 3, 0.5);
  private static final Degradation SIZE = Degradation.of(24, 35, 9, 13);
  private static final DiffusionModel GAUSSIAN = TestRuns.gaussian(0.1, 0.05);

  /** Answers with one value everywhere. */
  private static ResidualNetwork constant(double residual, RecoverableFieldCalibration known) {
    return new ResidualNetwork(
        (samples, batch, height, width, timestep) -> {
          float[] answer = new float[samples.length];
          Arrays.fill(answer, (float) residual);
          return answer;
        },
        ResidualNetwork.Answer.WHOLE,
        0.1,
        1.2,
        6,
        new NetworkTile(16, 8, 16, 2),
        "constant " + residual,
        known);
  }

  private static DiffusionModel with(ResidualNetwork mean, ResidualNetwork textured) {
    return DiffusionModelBuilder.builder(GAUSSIAN).starts(StartNetworks.of(mean, textured)).build();
  }

  private static NetworkMethod method(String name) {
    if (name.equals("noisy")) {
      return new Sr3Model(GAUSSIAN, true);
    }
    return new RegressionModel(
        name,
        1,
        new ValueRange(-1, 1),
        new NetworkTile(16, 1),
        3,
        0,
        "cpu",
        "identity",
        (picture, height, width) -> picture.clone());
  }

  private static UpscaleResult run(DiffusionModel model, UpscaleSpec spec) {
    return new SuperResolution(TestRuns.only(model), StartTest::method, TestRuns.LIMITS)
        .run(spec, TestRuns.png(INPUT), UpscaleObserver.NONE);
  }

  private static float[] colours(UpscaleResult result) {
    return TestRuns.decode(result.bytes()).colour();
  }

  /** The result is A⁺y and a constant. */
  private static void assertShifted(double shift, UpscaleResult result) {
    float[] expected = SIZE.pseudoInverse(INPUT.colour(), 3);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i] + shift, colours(result)[i], 0.6 * LEVEL, "at " + i);
    }
  }

  /** x̂ = A⁺y − ρ r, and f · mean + (1 − f) · textured. */
  @ParameterizedTest
  @CsvSource({"1, 0.1", "0, -0.3", "0.25, -0.2", "0.5, -0.1"})
  void thePredictorMixesTheMeanAndTheTexturedStart(double fidelity, double shift) {
    DiffusionModel model = with(constant(-1, null), constant(3, null));
    UpscaleResult result =
        run(
            model,
            TestRuns.spec(35, 24)
                .method("predictor")
                .fidelity(fidelity)
                .consistency(Consistency.NONE)
                .build());
    assertShifted(shift, result);
    assertEquals(fidelity, result.report().fidelity());
    assertEquals("formula", result.report().model());
    assertEquals((fidelity > 0 && fidelity < 1 ? 2 : 1) * 6, result.report().networkCalls());
  }

  /** One network whose answer has both, -1 for the mean and 3 for the textured picture. */
  private static ResidualNetwork both(ResidualNetwork.Answer answer) {
    return ResidualNetworkBuilder.builder(constant(0, null))
        .answer(answer)
        .network(
            (samples, batch, height, width, timestep) -> {
              float[] both = new float[2 * samples.length];
              for (int i = 0; i < both.length; i++) {
                both[i] = i / (samples.length / batch) % 2 == 0 ? -1 : 3;
              }
              return both;
            })
        .build();
  }

  /** The same in one call; with more than half of it, the better mean, of -2, in one more. */
  @ParameterizedTest
  @CsvSource({
    "1, false, 0.1, 1", "0, false, -0.3, 1", "0.25, false, -0.2, 1", "0.75, false, 0, 1",
    "1, true, 0.2, 1", "0, true, -0.3, 1", "0.25, true, -0.2, 1", "0.75, true, 0.075, 2"
  })
  void oneCallAnswersWithTheMeanAndTheTexturedStart(
      double fidelity, boolean betterMean, double shift, int calls) {
    ResidualNetwork mean = betterMean ? constant(-2, null) : both(ResidualNetwork.Answer.MEAN);
    UpscaleResult result =
        run(
            with(mean, both(ResidualNetwork.Answer.TEXTURED)),
            TestRuns.spec(35, 24)
                .method("predictor")
                .fidelity(fidelity)
                .consistency(Consistency.NONE)
                .build());
    assertShifted(shift, result);
    assertEquals(calls * 6, result.report().networkCalls());
  }

  /** What A sees of the network's answer is the input's, whatever it says. */
  @ParameterizedTest
  @CsvSource({"predictor, 0.5", "identity, "})
  void theAnswerOfANetworkIsMadeConsistent(String method, Double fidelity) {
    DiffusionModel model = with(constant(-1, null), constant(3, null));
    TestRuns.SpecDraft draft = TestRuns.spec(35, 24).method(method);
    UpscaleReport report =
        run(model, (fidelity == null ? draft : draft.fidelity(fidelity)).build()).report();
    assertTrue(report.consistencyError() <= 1.5, report::toString);
    assertNull(run(model, draft.consistency(Consistency.NONE).build()).report().consistencyError());
  }

  @Test
  void theNetworkIsToldAHundredTimesTheFactorWithinThoseOfItsTraining() {
    List<Integer> told = new ArrayList<>();
    ResidualNetwork mean =
        new ResidualNetwork(
            (samples, batch, height, width, timestep) -> {
              told.add(timestep);
              return samples;
            },
            ResidualNetwork.Answer.WHOLE,
            0.1,
            1.2,
            2.5,
            new NetworkTile(64, 8),
            "listens",
            null);
    for (int width : new int[] {13, 26, 52}) {
      run(with(mean, null), TestRuns.spec(width, width * 9 / 13).method("predictor").build());
    }
    assertEquals(List.of(120, 200, 250), told);
  }

  /** The probability flow of independent normal pixels takes the noised start to a known end. */
  @Test
  void theReverseDiffusionStartsFromTheChosenNetworksAnswer() {
    DiffusionModel model = with(constant(-1, null), constant(3, null));
    int timestep = 250;
    UpscaleSpec spec =
        TestRuns.spec(35, 24)
            .steps(120)
            .timestep(timestep)
            .start("predictor")
            .fidelity(0.25)
            .consistency(Consistency.NONE)
            .seed(99)
            .build();
    UpscaleResult result = run(model, spec);
    double signal = NoiseSchedule.of(model.scheduler()).alphaCumprod(timestep);
    float[] start = SIZE.pseudoInverse(INPUT.colour(), 3);
    float[] z = new float[start.length];
    new NoiseField(99).fill(0, 3, 24, 35, z);
    float[] colours = colours(result);
    for (int i = 0; i < start.length; i++) {
      double noised = Math.sqrt(signal) * (start[i] - 0.2) + Math.sqrt(1 - signal) * z[i];
      double end =
          0.1 + Math.sqrt(0.05 / (signal * 0.05 + 1 - signal)) * (noised - Math.sqrt(signal) * 0.1);
      assertEquals(Math.min(Math.max(end, -1), 1), colours[i], 2.5 * LEVEL, "at " + i);
    }
    assertEquals("predictor", result.report().start());
    assertEquals(0.25, result.report().fidelity());
  }

  /** A start whose loss the prior cannot make less is the result; no denoiser is asked. */
  @Test
  void whereThereIsNothingToAddTheStartIsTheResult() {
    RecoverableFieldCalibration certain =
        new RecoverableFieldCalibration(
            List.of(2.0),
            List.of(0.0),
            List.of(1.0),
            List.of(1e-9),
            1e9,
            0.31,
            1,
            List.of(),
            List.of());
    DiffusionModel model = with(constant(-1, certain), null);
    UpscaleSpec spec = TestRuns.spec(35, 24).steps(null).consistency(Consistency.NONE).build();
    UpscaleResult result = run(model, spec);
    assertTrue(result.report().field().nothingToAdd());
    assertEquals(0, result.report().steps());
    assertArrayEquals(
        colours(
            run(
                model,
                TestRuns.spec(35, 24).method("predictor").consistency(Consistency.NONE).build())),
        colours(result));
    UpscaleReport several =
        run(model, TestRuns.spec(35, 24).steps(null).samples(3).build()).report();
    assertEquals(6, several.networkCalls());
  }

  @Test
  void severalSamplesShareOneStart() {
    DiffusionModel model = with(constant(-1, null), null);
    UpscaleSpec spec = TestRuns.spec(35, 24).steps(3).timestep(200).samples(3).build();
    assertEquals(6 + 3 * 3 * 6, run(model, spec).report().networkCalls());
  }

  @ParameterizedTest
  @CsvSource({"auto, pinv", "pinv, pinv", "bicubic, bicubic", "identity, identity"})
  void aModelWithoutStartsOfItsOwnHasTheOthers(String asked, String used) {
    UpscaleReport report =
        run(GAUSSIAN, TestRuns.spec(35, 24).timestep(200).start(asked).build()).report();
    assertEquals(used, report.start());
  }

  @ParameterizedTest
  @CsvSource({
    "diff-sr, predictor, , no predictor",
    "predictor, auto, , no predictor",
    "diff-sr, auto, 0.5, nothing is mixed",
    "diff-sr, identity, 0.5, no mean",
    "diff-sr, noisy, , no start"
  })
  void whatTheModelDoesNotHaveIsRefusedByName(
      String method, String start, Double fidelity, String message) {
    TestRuns.SpecDraft draft = TestRuns.spec(35, 24).method(method).start(start);
    UpscaleSpec spec = (fidelity == null ? draft : draft.fidelity(fidelity)).build();
    UpscaleException refused = assertThrows(UpscaleException.class, () -> run(GAUSSIAN, spec));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
    assertTrue(refused.getMessage().toLowerCase(Locale.ROOT).contains(message), refused::toString);
  }

  @Test
  void aMixNeedsBothNetworks() {
    UpscaleSpec spec = TestRuns.spec(35, 24).fidelity(0.5).build();
    UpscaleException refused =
        assertThrows(UpscaleException.class, () -> run(with(constant(-1, null), null), spec));
    assertEquals(ErrorCode.INVALID_REQUEST, refused.code());
  }
}
