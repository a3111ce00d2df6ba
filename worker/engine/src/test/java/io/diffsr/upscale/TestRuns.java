package io.diffsr.upscale;

import io.diffsr.diffusion.Denoiser;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.SchedulerConfig;
import io.diffsr.field.RecoverableFieldCalibration;
import io.diffsr.job.Progress;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.ModelException;
import io.diffsr.model.ModelSource;
import io.diffsr.model.NetworkTile;
import io.diffsr.model.StartNetworks;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.picture.PictureEncoder;
import io.diffsr.picture.PictureFormat;
import io.diffsr.picture.PictureLimits;
import io.diffsr.request.Consistency;
import io.diffsr.request.OutputFormat;
import io.diffsr.request.Sampler;
import io.diffsr.request.UpscaleRules;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.request.UpscaleSpecBuilder;
import io.diffsr.run.CheckpointWriter;
import io.diffsr.run.UpscaleObserver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Models whose network is a formula, and what it takes to run one on a small picture. */
public final class TestRuns {
  static final PictureLimits LIMITS = new PictureLimits(1 << 24, 1 << 20, 1 << 20);

  static final PictureLimits LARGE = new PictureLimits(1 << 30, 1 << 30, 1 << 30);

  private TestRuns() {}

  /** What a network thinks of one value: x̂₀ as a function of x_t. */
  @FunctionalInterface
  public interface Pixelwise {
    double originalSample(double sample, int timestep);
  }

  /** The paper's schedule without clipping, some fields changed: name, value, name, value … */
  public static SchedulerConfig scheduler(Object... fields) {
    Map<String, Object> json = new HashMap<>();
    json.put("beta_schedule", "scaled_linear");
    json.put("clip_sample", false);
    for (int i = 0; i < fields.length; i += 2) {
      json.put((String) fields[i], fields[i + 1]);
    }
    return SchedulerConfig.of(json);
  }

  /** A network that answers, in the way its configuration says, with this x̂₀. */
  public static Denoiser network(SchedulerConfig config, Pixelwise formula) {
    NoiseSchedule schedule = NoiseSchedule.of(config);
    return (samples, batch, height, width, timestep) -> {
      double signal = Math.sqrt(schedule.alphaCumprod(timestep));
      double noise = Math.sqrt(1 - schedule.alphaCumprod(timestep));
      float[] output = new float[samples.length];
      for (int i = 0; i < output.length; i++) {
        double original = formula.originalSample(samples[i], timestep);
        output[i] =
            (float)
                switch (config.predictionType()) {
                  case EPSILON -> (samples[i] - signal * original) / noise;
                  case SAMPLE -> original;
                  case V_PREDICTION -> (signal * samples[i] - original) / noise;
                };
      }
      return output;
    };
  }

  public static DiffusionModel model(
      SchedulerConfig config, Denoiser network, int tileSize, int batch) {
    return new DiffusionModel(
        "formula",
        config,
        RecoverableFieldCalibration.defaults(),
        network,
        config.varianceType().learned() ? 6 : 3,
        new NetworkTile(tileSize, Math.min(8, tileSize), tileSize, batch),
        "cpu",
        StartNetworks.NONE,
        "weights");
  }

  /** The perfect network for pixels that are independent and normal around a mean. */
  static DiffusionModel gaussian(double mean, double variance, Object... fields) {
    SchedulerConfig config = scheduler(fields);
    NoiseSchedule schedule = NoiseSchedule.of(config);
    Pixelwise posteriorMean =
        (sample, timestep) -> {
          double power = schedule.alphaCumprod(timestep);
          double gain = Math.sqrt(power) * variance / (power * variance + 1 - power);
          return mean + gain * (sample - Math.sqrt(power) * mean);
        };
    return model(config, network(config, posteriorMean), 16, 3);
  }

  /** Knows one model, by its name. */
  static ModelSource only(DiffusionModel model) {
    return name -> {
      if (!name.equals(model.name())) {
        throw new ModelException(ModelException.Kind.NOT_FOUND, "there is no model " + name);
      }
      return model;
    };
  }

  static ModelSource noModels() {
    return name -> {
      throw new AssertionError("model " + name + " was asked for");
    };
  }

  /** A job for the model {@code formula}. */
  static SpecDraft spec(int width, int height) {
    return new SpecDraft(width, height);
  }

  static UpscaleResult run(ModelSource models, UpscaleSpec spec, byte[] file) {
    return new SuperResolution(models, LIMITS).run(spec, file, new Witness());
  }

  static UpscaleResult run(DiffusionModel model, UpscaleSpec spec, Picture picture) {
    return run(only(model), spec, png(picture));
  }

  static byte[] png(Picture picture) {
    return PictureEncoder.encode(picture, PictureFormat.PNG, 92);
  }

  static Picture decode(byte[] file) {
    return PictureDecoder.decode(file, LIMITS);
  }

  /** Soft shapes and some grain, in levels of 8 bits, within ±reach. */
  /** What a checkpoint writes. */
  public static byte[] bytes(CheckpointWriter checkpoint) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try {
      checkpoint.writeTo(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return output.toByteArray();
  }

  public static Picture picture(int width, int height, int channels, double reach) {
    float[] grain = random(width * 31L + height, channels * height * width);
    float[] colour = new float[grain.length];
    for (int i = 0; i < colour.length; i++) {
      int x = i % width;
      int y = i / width % height;
      int channel = i / (width * height);
      double shape = Math.sin(0.7 * x + channel) * Math.cos(0.5 * y - 0.3 * channel);
      colour[i] = (float) (reach * (0.7 * shape + 0.3 * grain[i]));
    }
    return Picture.of(width, height, channels, colour).quantised();
  }

  /** Evenly distributed in [-1, 1). */
  public static float[] random(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    return values;
  }

  /** Writes down what a run reports, and stops it after so many network calls. */
  public static final class Witness implements UpscaleObserver {
    public final List<Progress> reports = new ArrayList<>();
    private final int mostCalls;
    private int calls;

    public Witness() {
      this(Integer.MAX_VALUE);
    }

    public Witness(int mostCalls) {
      this.mostCalls = mostCalls;
    }

    @Override
    public void progress(Progress latest) {
      reports.add(latest);
      calls = latest.networkCalls();
    }

    @Override
    public boolean canceled() {
      return calls >= mostCalls;
    }
  }

  /** A specification under way: the service's defaults until something else is set. */
  static final class SpecDraft {
    private final int width;
    private final int height;
    private String method = "diff-sr";
    private String model = "formula";
    private String start = UpscaleRules.AUTO;
    private Double fidelity;
    private Double noiseLevel;
    private Integer timestep;
    private Sampler sampler = Sampler.DPMPP_2M;
    private Integer steps = 6;
    private double eta;
    private Consistency consistency = Consistency.PROJECT;
    private double noiseSigma;
    private long seed = 7;
    private int samples = 1;
    private OutputFormat format = OutputFormat.PNG;

    private SpecDraft(int width, int height) {
      this.width = width;
      this.height = height;
    }

    SpecDraft method(String value) {
      method = value;
      return this;
    }

    public SpecDraft model(String value) {
      model = value;
      return this;
    }

    SpecDraft start(String value) {
      start = value;
      return this;
    }

    SpecDraft fidelity(double value) {
      fidelity = value;
      return this;
    }

    SpecDraft noiseLevel(double value) {
      noiseLevel = value;
      return this;
    }

    SpecDraft timestep(int value) {
      timestep = value;
      return this;
    }

    SpecDraft sampler(Sampler value, double freshNoise) {
      sampler = value;
      eta = freshNoise;
      return this;
    }

    SpecDraft steps(Integer value) {
      steps = value;
      return this;
    }

    SpecDraft consistency(Consistency value) {
      consistency = value;
      return this;
    }

    SpecDraft noiseSigma(double value) {
      noiseSigma = value;
      return this;
    }

    SpecDraft seed(long value) {
      seed = value;
      return this;
    }

    SpecDraft samples(int value) {
      samples = value;
      return this;
    }

    SpecDraft format(OutputFormat value) {
      format = value;
      return this;
    }

    UpscaleSpec build() {
      return UpscaleSpecBuilder.builder()
          .width(width)
          .height(height)
          .method(method)
          .model(model)
          .start(start)
          .fidelity(fidelity)
          .noiseLevel(noiseLevel)
          .timestep(timestep)
          .sampler(sampler)
          .steps(steps)
          .eta(eta)
          .consistency(consistency)
          .noiseSigma(noiseSigma)
          .seed(seed)
          .samples(samples)
          .outputFormat(format)
          .quality(92)
          .build();
    }
  }
}
