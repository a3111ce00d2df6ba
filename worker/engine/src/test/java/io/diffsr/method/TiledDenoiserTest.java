package io.diffsr.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.diffusion.Denoiser;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.Prediction;
import io.diffsr.diffusion.PredictionReader;
import io.diffsr.diffusion.SchedulerConfig;
import io.diffsr.job.Progress;
import io.diffsr.job.UpscalePhase;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.DiffusionModelBuilder;
import io.diffsr.model.ModelException;
import io.diffsr.run.CanceledException;
import io.diffsr.run.RunContext;
import io.diffsr.upscale.TestRuns;
import io.diffsr.upscale.TestRuns.Pixelwise;
import io.diffsr.upscale.TestRuns.Witness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TiledDenoiserTest {
  private static final int TILE = 16;
  private static final int[] TIMESTEPS = {300, 120, 0};
  private static final Pixelwise LINEAR = (sample, timestep) -> 0.6 * sample + 0.1;

  /** Smaller than a tile, a tile, no multiple of it, several tiles, a line. */
  private static final String CANVASES =
      """
      5, 11
      16, 16
      17, 31
      50, 71
      1, 100
      """;

  @ParameterizedTest
  @CsvSource(textBlock = CANVASES)
  void aPixelwiseNetworkSaysOfTilesWhatItSaysOfTheWholeCanvas(int height, int width) {
    float[] canvas = TestRuns.random(3, 3 * height * width);
    float[] whole = new float[canvas.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = (float) LINEAR.originalSample(canvas[i], 0);
    }
    for (String meaning : new String[] {"epsilon", "sample", "v_prediction"}) {
      SchedulerConfig config = TestRuns.scheduler("prediction_type", meaning);
      DiffusionModel model = TestRuns.model(config, TestRuns.network(config, LINEAR), TILE, 3);
      for (int step = 0; step < TIMESTEPS.length; step++) {
        Prediction prediction = predict(model, height, width, canvas, step);
        assertArrayEquals(whole, prediction.originalSample(), 2e-5f, meaning);
        assertNull(prediction.noise());
        assertNull(prediction.logVariance());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = CANVASES)
  void theBytesDoNotDependOnTheBatchSize(int height, int width) {
    float[] canvas = TestRuns.random(4, 3 * height * width);
    SchedulerConfig config = TestRuns.scheduler("variance_type", "learned_range");
    List<Prediction> predictions = new ArrayList<>();
    for (int batch : new int[] {1, 3, 8}) {
      DiffusionModel model = TestRuns.model(config, twice(TiledDenoiserTest::shaded), TILE, batch);
      predictions.add(predict(model, height, width, canvas, 0));
    }
    for (Prediction each : predictions) {
      assertArrayEquals(predictions.get(0).originalSample(), each.originalSample());
      assertArrayEquals(predictions.get(0).logVariance(), each.logVariance());
    }
  }

  @Test
  void noSeamIsHarderThanTheWindowsAllow() {
    int width = 60;
    SchedulerConfig config = TestRuns.scheduler("prediction_type", "sample");
    // Every tile has a brightness of its own.
    int[] tiles = {0};
    Denoiser moody =
        (samples, batch, tileHeight, tileWidth, timestep) -> {
          float[] output = new float[samples.length];
          Arrays.fill(output, tiles[0]++ % 2 == 0 ? 1 : -1);
          return output;
        };
    float[] merged =
        predict(TestRuns.model(config, moody, TILE, 1), 16, width, new float[48 * width], 0)
            .originalSample();
    assertTrue(tiles[0] > 3, tiles[0] + " tiles");
    boolean bothMoods = false;
    for (int x = 1; x < width; x++) {
      double jump = Math.abs(merged[x] - merged[x - 1]);
      assertTrue(jump < 1.5, "a jump by " + jump + " at column " + x);
      bothMoods |= merged[x] * merged[0] < 0;
    }
    assertTrue(bothMoods);
  }

  @ParameterizedTest
  @CsvSource(textBlock = CANVASES)
  void aLearnedVarianceIsMergedAndReadForTheStepThatFollows(int height, int width) {
    float[] canvas = TestRuns.random(5, 3 * height * width);
    SchedulerConfig config = TestRuns.scheduler("variance_type", "learned_range");
    PredictionReader reader = new PredictionReader(NoiseSchedule.of(config), config);
    DiffusionModel model = TestRuns.model(config, twice(TestRuns.network(config, LINEAR)), TILE, 3);
    for (int step = 0; step < TIMESTEPS.length; step++) {
      Prediction prediction = predict(model, height, width, canvas, step);
      float[] whole = TestRuns.network(config, LINEAR).predict(canvas, 1, 1, 1, TIMESTEPS[step]);
      int target = step == 2 ? -1 : TIMESTEPS[step + 1];
      float[] half = new float[whole.length];
      for (int i = 0; i < half.length; i++) {
        half[i] = whole[i] / 2;
      }
      assertArrayEquals(
          reader.originalSample(canvas, whole, TIMESTEPS[step]),
          prediction.originalSample(),
          2e-5f);
      assertNotNull(prediction.logVariance());
      // At the clean end the range of variances spans 40 in the logarithm.
      assertArrayEquals(
          reader.logVariance(half, TIMESTEPS[step], target), prediction.logVariance(), 1e-4f);
    }
  }

  @Test
  void whereTheVarianceIsFixedThreeOfSixChannelsArePassedOver() {
    SchedulerConfig config = TestRuns.scheduler();
    DiffusionModel three = TestRuns.model(config, TestRuns.network(config, LINEAR), TILE, 3);
    DiffusionModel six =
        DiffusionModelBuilder.builder(three)
            .denoiser(twice(three.denoiser()))
            .outputChannels(6)
            .build();
    float[] canvas = TestRuns.random(6, 3 * 20 * 37);
    Prediction prediction = predict(six, 20, 37, canvas, 1);
    assertArrayEquals(
        predict(three, 20, 37, canvas, 1).originalSample(), prediction.originalSample());
    assertNull(prediction.logVariance());
  }

  @Test
  void thresholdingLooksAtTheWholeCanvas() {
    SchedulerConfig config =
        TestRuns.scheduler(
            "thresholding", true, "sample_max_value", 50, "prediction_type", "sample");
    int width = 64;
    float[] canvas = new float[3 * 16 * width];
    for (int i = 0; i < canvas.length; i++) {
      // Only the right end exceeds 1.
      canvas[i] = i % width < 48 ? 0.5f : 2;
    }
    DiffusionModel model =
        TestRuns.model(config, TestRuns.network(config, (sample, timestep) -> sample), TILE, 1);
    float[] original = predict(model, 16, width, canvas, 0).originalSample();
    for (int i = 0; i < original.length; i++) {
      assertEquals(i % width < 48 ? 0.25 : 1, original[i], 1e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void everyTileIsCountedAndNoBatchIsTooLarge(int batchSize) {
    List<Integer> batches = new ArrayList<>();
    SchedulerConfig config = TestRuns.scheduler();
    Denoiser formula = TestRuns.network(config, LINEAR);
    Denoiser counting =
        (samples, batch, height, width, timestep) -> {
          assertEquals(batch * 3 * height * width, samples.length);
          assertEquals(TIMESTEPS[1], timestep);
          batches.add(batch);
          return formula.predict(samples, batch, height, width, timestep);
        };
    TiledDenoiser denoiser = denoiser(TestRuns.model(config, counting, TILE, batchSize), 40, 40);
    // 40 = 16 + 13 + 11: three tiles an axis, neighbours sharing at least 3 of 16 pixels.
    assertEquals(9, denoiser.tiles());
    Witness witness = new Witness();
    RunContext context = context(denoiser, witness);
    denoiser.predict(new float[3 * 40 * 40], 1, TIMESTEPS, context);

    assertEquals(9, context.report().networkCalls());
    assertEquals((9 + batchSize - 1) / batchSize, batches.size());
    int done = 0;
    for (int i = 0; i < batches.size(); i++) {
      assertTrue(batches.get(i) <= batchSize);
      done += batches.get(i);
      Progress report = witness.reports.get(i);
      assertEquals(done, report.networkCalls());
      assertEquals(done / 9, report.step());
      assertEquals(3, report.steps());
      assertEquals(9, report.tiles());
      assertEquals(2 + 96.0 * done / 27, report.percent(), 1e-9);
    }
    assertEquals(batches.size(), witness.reports.size());
  }

  @Test
  void aRunCanBeCanceledBetweenTwoNetworkCalls() {
    int[] calls = {0};
    SchedulerConfig config = TestRuns.scheduler();
    Denoiser counting =
        (samples, batch, height, width, timestep) -> {
          calls[0]++;
          return samples;
        };
    TiledDenoiser denoiser = denoiser(TestRuns.model(config, counting, TILE, 2), 40, 40);
    RunContext context = context(denoiser, new Witness(4));
    assertThrows(
        CanceledException.class,
        () -> denoiser.predict(new float[3 * 40 * 40], 0, TIMESTEPS, context));
    assertEquals(2, calls[0]);
    assertEquals(4, context.report().networkCalls());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void clippingDoesNotHideAnswersThatAreNoNumbers(float answer) {
    SchedulerConfig config = TestRuns.scheduler("clip_sample", true);
    Denoiser broken =
        (samples, batch, height, width, timestep) -> {
          float[] output = new float[samples.length];
          output[output.length / 2] = answer;
          return output;
        };
    DiffusionModel model = TestRuns.model(config, broken, TILE, 1);
    ModelException refused =
        assertThrows(ModelException.class, () -> predict(model, 16, 16, new float[3 * 16 * 16], 0));
    assertEquals(ModelException.Kind.FAILED, refused.kind());
  }

  @Test
  void anotherSeedPutsTheTilesElsewhere() {
    SchedulerConfig config = TestRuns.scheduler();
    DiffusionModel model = TestRuns.model(config, TiledDenoiserTest::shaded, TILE, 3);
    float[] canvas = TestRuns.random(8, 3 * 50 * 71);
    float[][] results = new float[2][];
    for (int seed = 0; seed < 2; seed++) {
      TiledDenoiser denoiser = new TiledDenoiser(model, NoiseSchedule.of(config), 50, 71, seed);
      results[seed] =
          denoiser.predict(canvas, 0, TIMESTEPS, context(denoiser, new Witness())).originalSample();
    }
    assertFalse(Arrays.equals(results[0], results[1]));
  }

  /** What this network says of a pixel depends on where in the tile it is, so that seams count. */
  private static float[] shaded(float[] samples, int batch, int height, int width, int timestep) {
    float[] output = new float[samples.length];
    for (int i = 0; i < output.length; i++) {
      output[i] = 0.5f * samples[i] + 0.03f * (i % width) - 0.02f * (i / width % height);
    }
    return output;
  }

  /** Six channels: what another network says, and half of it as the variance. */
  private static Denoiser twice(Denoiser network) {
    return (samples, batch, height, width, timestep) -> {
      float[] once = network.predict(samples, batch, height, width, timestep);
      int three = once.length / batch;
      float[] output = new float[2 * once.length];
      for (int k = 0; k < batch; k++) {
        System.arraycopy(once, k * three, output, 2 * k * three, three);
        for (int i = 0; i < three; i++) {
          output[(2 * k + 1) * three + i] = once[k * three + i] / 2;
        }
      }
      return output;
    };
  }

  private static Prediction predict(
      DiffusionModel model, int height, int width, float[] canvas, int step) {
    TiledDenoiser denoiser = denoiser(model, height, width);
    return denoiser.predict(canvas, step, TIMESTEPS, context(denoiser, new Witness()));
  }

  private static TiledDenoiser denoiser(DiffusionModel model, int height, int width) {
    return new TiledDenoiser(model, NoiseSchedule.of(model.scheduler()), height, width, 21);
  }

  private static RunContext context(TiledDenoiser denoiser, Witness witness) {
    RunContext context = RunContext.of(witness);
    context.report().expect(0, TIMESTEPS.length, denoiser.tiles());
    context.enter(UpscalePhase.SAMPLE);
    witness.reports.clear();
    return context;
  }
}
