package io.diffsr.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.diffsr.diffusion.Denoiser;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.SchedulerConfig;
import io.diffsr.field.Enlargement;
import io.diffsr.field.PerceptualRecoverableField;
import io.diffsr.field.RecoverableFieldCalibration;
import io.diffsr.job.RecoverableField;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.NetworkTile;
import io.diffsr.model.StartNetworks;
import io.diffsr.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CalibratorTest {
  private static final List<Double> SCALES = List.of(1.5, 2.0, 3.0);
  private static final CalibrationObserver SILENT = (what, done, all) -> {};
  private static final SchedulerConfig CONFIG =
      SchedulerConfig.of(Map.of("beta_schedule", "scaled_linear"));
  private static final NoiseSchedule SCHEDULE = NoiseSchedule.of(CONFIG);

  /** ε̂ = x_t on a grey picture is √(1−ᾱ) ε, so that E = (1 − √(1−ᾱ))². */
  @Test
  void theErrorOfAKnownNetworkIsFound() {
    DiffusionModel echo = model((samples, batch, height, width, timestep) -> samples.clone());
    Picture grey = Picture.of(64, 64, 3, new float[3 * 64 * 64]);
    int[] timesteps = NetworkErrors.timesteps(1000, 24);
    assertEquals(24, timesteps.length);
    assertEquals(0, timesteps[0]);
    assertEquals(999, timesteps[23]);
    double[] errors = new NetworkErrors(echo, 1).measure(List.of(grey), timesteps, SILENT);
    for (int k = 0; k < timesteps.length; k++) {
      double root = Math.sqrt(1 - SCHEDULE.alphaCumprod(timesteps[k]));
      double expected = (1 - root) * (1 - root);
      assertEquals(expected, errors[k], 0.05 * expected + 1e-9, "at " + timesteps[k]);
    }
  }

  /** A network that sees nothing has a constant error of 1, for which ω = 1 is right. */
  @Test
  void aBlindNetworkHasAnErrorOfOneAndAWeightOfOne() {
    Calibration calibration = calibrate(blind(), 16);
    calibration.values().errorValues().forEach(error -> assertEquals(1, error, 0.02));
    assertEquals(1, calibration.values().omega(), 0.02);
  }

  /** The better a network, the farther a fixed weight would carry the start. */
  @Test
  void theStartOfTheMeanPictureStaysAtTheFieldsFirstTimestep() {
    DiffusionModel echo = model((samples, batch, height, width, timestep) -> samples.clone());
    RecoverableFieldCalibration values = calibrate(echo, 16).values();
    assertTrue(values.omega() < 0.5, "omega " + values.omega());
    for (double scale : SCALES) {
      RecoverableField field =
          PerceptualRecoverableField.of(SCHEDULE, values, scale, values.meanSquaredError(scale));
      if (!field.empty()) {
        assertEquals(field.minimumTimestep(), field.timestep(), "at " + scale);
      }
    }
  }

  @Test
  void theSamePicturesGiveTheSameValues() {
    assertEquals(calibrate(blind(), 16), calibrate(blind(), 16));
  }

  @Test
  void theErrorGrowsWithTheScaleAndTheSnrWithATrainingResolutionBelow256() {
    RecoverableFieldCalibration values = calibrate(blind(), 16).values();
    assertTrue(values.meanSquaredErrors().get(0) < values.meanSquaredErrors().get(2));
    assertEquals(0.31 * Math.pow(2, 2.4), values.minimumSnr(), 1e-4);
  }

  @Test
  void flatAndSmallPicturesAreRefused() {
    Picture flat = Picture.of(64, 64, 3, new float[3 * 64 * 64]);
    Calibrator calibrator = new Calibrator(blind(), plan(16), Enlargement.BICUBIC);
    assertThrows(
        CalibrationException.class, () -> calibrator.calibrate(List.of(() -> flat), SILENT));
    Picture small = Picture.of(8, 8, 3, new float[3 * 8 * 8]);
    assertThrows(
        CalibrationException.class, () -> calibrator.calibrate(List.of(() -> small), SILENT));
  }

  private static Calibration calibrate(DiffusionModel model, int crop) {
    List<Supplier<Picture>> pictures = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      Picture picture = walk(seed);
      pictures.add(() -> picture);
    }
    return new Calibrator(model, plan(crop), Enlargement.BICUBIC).calibrate(pictures, SILENT);
  }

  private static CalibrationPlan plan(int crop) {
    return new CalibrationPlan(SCALES, 6, crop, List.of(0.2), 128, 5);
  }

  private static DiffusionModel blind() {
    return model((samples, batch, height, width, timestep) -> new float[samples.length]);
  }

  private static DiffusionModel model(Denoiser network) {
    return new DiffusionModel(
        "formula",
        CONFIG,
        RecoverableFieldCalibration.defaults(),
        network,
        3,
        new NetworkTile(64, 4),
        "cpu",
        StartNetworks.NONE,
        "weights");
  }

  /** Soft, as sums of random steps are; 72 × 64. */
  private static Picture walk(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] samples = new float[3 * 64 * 72];
    double[] above = new double[72];
    for (int line = 0; line < 3 * 64; line++) {
      double left = 0;
      for (int x = 0; x < 72; x++) {
        left = 0.5 * left + 0.45 * above[x] + 0.3 * (random.nextDouble() - 0.5);
        above[x] = left;
        samples[line * 72 + x] = (float) Math.min(Math.max(left, -1), 1);
      }
    }
    return Picture.of(72, 64, 3, samples);
  }
}
