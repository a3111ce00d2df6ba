package io.diffsr.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.calibration.Calibration;
import io.diffsr.calibration.CalibrationPlan;
import io.diffsr.calibration.Calibrator;
import io.diffsr.field.Enlargement;
import io.diffsr.field.RecoverableFieldJson;
import io.diffsr.figure.CalibrationFigures;
import io.diffsr.method.start.Starts;
import io.diffsr.model.DiffusionModel;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleOptions;
import io.diffsr.request.UpscaleOptionsBuilder;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.RunContext;
import io.diffsr.run.UpscaleObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures on sharp pictures what places a model's Perceptual Recoverable Field. */
@Command(
    name = "calibrate",
    description =
        "Measures a model's error and the Perceptual Recoverable Field's constants on pictures, for"
            + " its recoverable_field.json, or that of one of its starts. Two plots are written beside"
            + " it.",
    modelTransformer = UpscaleArguments.AddedArguments.class)
final class CalibrateCommand implements Callable<Integer>, UpscaleArguments.Owner {
  @Option(
      names = "--model",
      paramLabel = "NAME",
      required = true,
      description = "A folder of the model repository.")
  String model;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      required = true,
      description = "Sharp pictures, PNG or JPEG, that the model was not trained on; 64 or more.")
  Path images;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "Where to write it.")
  Path out;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many pictures, spread over the folder (default: all).")
  Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--scales",
      paramLabel = "S",
      split = ",",
      defaultValue = "1.5,2,2.7,3.5,4,6,8",
      description = "Ascending, above 1 (default: ${DEFAULT-VALUE}).")
  List<Double> scales;

  @Option(
      names = "--timesteps",
      paramLabel = "N",
      defaultValue = "24",
      description = "At which the network's error is measured (default: ${DEFAULT-VALUE}).")
  int timesteps;

  @Option(
      names = "--crop",
      paramLabel = "PIXELS",
      defaultValue = "128",
      description = "Edge of the squares that the network sees (default: ${DEFAULT-VALUE}).")
  int crop;

  @Option(
      names = "--kappa",
      paramLabel = "K",
      split = ",",
      defaultValue = "0.2",
      description = {
        "SNR times power at which the network makes it anew: for all scales or one for each",
        "(default: 0.2)."
      })
  List<Double> kappas;

  private final UpscaleArguments arguments =
      UpscaleArguments.only("start", "fidelity").describeDefault("start", "bicubic");

  @Option(
      names = "--training-resolution",
      paramLabel = "PIXELS",
      description = {
        "Edge of the pictures the model was made for; moves the noisiest recognisable start",
        "(default: sample_size of its unet/config.json)."
      })
  Optional<Integer> trainingResolution = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Of the noise (default: 0).")
  long seed;

  @Mixin EngineOptions engine;

  @Override
  public Integer call() {
    requireSound();
    WholeFile.requireWritable(out);
    List<Path> files = PictureFolder.list(images, limit);
    try (ModelRepository models = engine.load()) {
      DiffusionModel chosen = models.model(model);
      CalibrationPlan plan =
          new CalibrationPlan(
              scales,
              timesteps,
              crop,
              kappas,
              trainingResolution.orElse(chosen.tile().edge()),
              seed);
      List<Supplier<Picture>> pictures =
          files.stream().map(file -> (Supplier<Picture>) () -> PictureFolder.read(file)).toList();
      ProgressLine bar = engine.progress();
      Calibration calibration =
          new Calibrator(chosen, plan, enlargement(models, chosen))
              .calibrate(
                  pictures,
                  (what, done, all) ->
                      bar.show(what, (double) done / all, "%d/%d".formatted(done, all)));
      bar.clear();
      write(calibration, files.size());
    }
    return EngineCommand.OK;
  }

  /** Of the start that is measured, as a job would have it that asks for nothing else. */
  private Enlargement enlargement(ModelRepository models, DiffusionModel chosen) {
    UpscaleOptions asked = arguments.options();
    UpscaleOptions options =
        UpscaleOptionsBuilder.builder(asked)
            .start(asked.start() == null ? "bicubic" : asked.start())
            .model(model)
            .build();
    UpscaleSpec spec = EngineOptions.rules(models).specify(options, 1, 1);
    return new Starts(models)
        .of(chosen, spec, scales.get(0), false)
        .enlargement(true, RunContext.of(UpscaleObserver.NONE));
  }

  @Override
  public UpscaleArguments arguments() {
    return arguments;
  }

  private void requireSound() {
    require(!scales.isEmpty() && scales.get(0) > 1, "--scales must be above 1");
    for (int i = 1; i < scales.size(); i++) {
      require(scales.get(i) > scales.get(i - 1), "--scales must ascend");
    }
    require(timesteps >= 2, "--timesteps must be at least 2");
    require(crop >= 1, "--crop must be at least 1");
    require(
        kappas.stream().allMatch(kappa -> kappa > 0 && Double.isFinite(kappa)),
        "--kappa must be above 0");
    require(
        kappas.size() == 1 || kappas.size() == scales.size(),
        "--kappa must be one number, or one for each scale");
    require(trainingResolution.orElse(1) >= 1, "--training-resolution must be at least 1");
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw CommandException.wrongUse(message);
    }
  }

  private void write(Calibration calibration, int pictures) {
    String description =
        "%s on %d pictures: error of ε at %d timesteps on squares of %d pixels, pairs ±ε, seed %d"
            .formatted(
                model,
                pictures,
                calibration.values().errorTimesteps().size(),
                calibration.crop(),
                seed);
    try {
      String json =
          new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(RecoverableFieldJson.write(calibration.values(), description));
      WholeFile.write(out, json + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
    WholeFile.write(beside("network-error"), CalibrationFigures.networkError(calibration));
    WholeFile.write(beside("scales"), CalibrationFigures.scales(calibration));
    if (!engine.quiet) {
      System.out.println(CalibrationText.of(calibration, pictures));
    }
  }

  private Path beside(String what) {
    String name = String.valueOf(out.getFileName());
    int dot = name.lastIndexOf('.');
    return out.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "-" + what + ".png");
  }
}
