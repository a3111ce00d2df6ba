package io.diffsr.calibration;

import io.diffsr.diffusion.ForwardDiffusion;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.PredictionReader;
import io.diffsr.model.DiffusionModel;
import io.diffsr.noise.NoiseField;
import io.diffsr.picture.Picture;
import java.util.Arrays;
import java.util.List;

/**
 * The network's mean squared error of ε at some timesteps: E_t = ‖ε̂ − ε‖²/N over pictures noised
 * with ε and, to halve what chance adds, with −ε.
 */
final class NetworkErrors {
  private static final int CHANNELS = 3;
  private static final float[] SIGNS = {1, -1};

  private final DiffusionModel model;
  private final NoiseSchedule schedule;
  private final PredictionReader reader;
  private final NoiseField noiseField;

  NetworkErrors(DiffusionModel model, long seed) {
    this.model = model;
    this.schedule = NoiseSchedule.of(model.scheduler());
    this.reader = new PredictionReader(schedule, model.scheduler());
    this.noiseField = new NoiseField(seed);
  }

  /**
   * Timesteps from 0 to T−1, the denser the nearer to 0, where the error changes fastest.
   *
   * @param count how many; fewer where T is less or where they would coincide
   */
  static int[] timesteps(int all, int count) {
    int[] timesteps = new int[count];
    for (int i = 0; i < count; i++) {
      double share = (double) i / (count - 1);
      timesteps[i] = (int) Math.round((all - 1) * share * share);
    }
    return Arrays.stream(timesteps).distinct().toArray();
  }

  /**
   * E at each timestep.
   *
   * @param crops squares of one size that suits the network
   */
  double[] measure(List<Picture> crops, int[] timesteps, CalibrationObserver observer) {
    double[] errors = new double[timesteps.length];
    int all = crops.size() * timesteps.length * SIGNS.length;
    int calls = 0;
    for (int c = 0; c < crops.size(); c++) {
      Picture crop = crops.get(c);
      for (int k = 0; k < timesteps.length; k++) {
        float[] noise = new float[crop.rgb().length];
        noiseField.fill(c * timesteps.length + k, CHANNELS, crop.height(), crop.width(), noise);
        for (float sign : SIGNS) {
          errors[k] +=
              squaredError(crop, signed(noise, sign), timesteps[k]) / (crops.size() * SIGNS.length);
          calls++;
          observer.measured("network calls", calls, all);
        }
      }
    }
    return errors;
  }

  private double squaredError(Picture crop, float[] noise, int timestep) {
    float[] sample = ForwardDiffusion.addNoise(schedule, timestep, crop.rgb(), noise.clone());
    float[] output = model.denoiser().predict(sample, 1, crop.height(), crop.width(), timestep);
    float[] answer = Arrays.copyOf(output, sample.length);
    float[] predicted = reader.noise(sample, answer, timestep);
    double sum = 0;
    for (int i = 0; i < noise.length; i++) {
      double difference = (double) predicted[i] - noise[i];
      sum += difference * difference;
    }
    if (!Double.isFinite(sum)) {
      throw new CalibrationException(
          "at timestep %d the network answers with values that are not numbers"
              .formatted(timestep));
    }
    return sum / noise.length;
  }

  private static float[] signed(float[] noise, float sign) {
    float[] signed = new float[noise.length];
    for (int i = 0; i < noise.length; i++) {
      signed[i] = sign * noise[i];
    }
    return signed;
  }
}
