package io.diffsr.cli;

import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.figure.FieldFigure;
import io.diffsr.job.RecoverableField;
import io.diffsr.method.start.ChosenStart;
import io.diffsr.method.start.Starts;
import io.diffsr.model.DiffusionModel;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.picture.Picture;
import io.diffsr.picture.PictureDecoder;
import io.diffsr.request.UpscaleOptions;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.RunContext;
import io.diffsr.run.UpscaleObserver;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Where the reverse diffusion of a picture would start, and why. */
@Command(
    name = "field",
    description = "The Perceptual Recoverable Field of a picture: its numbers and a plot.",
    modelTransformer = UpscaleArguments.AddedArguments.class)
final class FieldCommand implements Callable<Integer>, UpscaleArguments.Owner {
  @Parameters(paramLabel = "IN", description = "PNG, JPEG, WebP, TIFF, BMP, GIF, HEIC or AVIF.")
  Path in;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Where to write the plot, a PNG file of S, ωF and the window.")
  Optional<Path> out = Optional.empty();

  private final UpscaleArguments arguments =
      UpscaleArguments.only("scale", "model", "start", "fidelity", "consistency")
          .require("scale")
          .describeDefault("model", EngineOptions.DEFAULT_MODEL);

  @Mixin EngineOptions engine;

  @Override
  public Integer call() {
    byte[] file = InputFile.read(in).bytes();
    out.ifPresent(WholeFile::requireWritable);
    Picture picture = PictureDecoder.decode(file, PictureFolder.OWN_PICTURES).premultiplied();
    UpscaleOptions options = arguments.options();
    try (ModelRepository models = engine.load()) {
      UpscaleSpec spec =
          EngineOptions.rules(models).specify(options, picture.width(), picture.height());
      DiffusionModel chosen = models.model(spec.model());
      NoiseSchedule schedule = NoiseSchedule.of(chosen.scheduler());
      double scale = Objects.requireNonNull(options.scale());
      ChosenStart start = new Starts(models).of(chosen, spec, scale, false);
      RecoverableField field =
          start.field(picture, spec, schedule, RunContext.of(UpscaleObserver.NONE));
      System.out.print(text(field, schedule.timesteps()));
      out.ifPresent(plot -> WholeFile.write(plot, FieldFigure.png(field, scale)));
    }
    return EngineCommand.OK;
  }

  @Override
  public UpscaleArguments arguments() {
    return arguments;
  }

  private static String text(RecoverableField field, int all) {
    Integer minimum = field.minimumTimestep();
    return String.format(
        Locale.ROOT,
        "t*       %d of %d (%.1f %%)%n"
            + "sigma    %.4f%n"
            + "t_min    %s%n"
            + "t_max    %d%n"
            + "delta^2  %.6f%n"
            + "empty    %s%n"
            + "to add   %s%n",
        field.timestep(),
        all,
        100 * field.noiseLevel(),
        field.sigma(),
        minimum == null ? "none" : minimum,
        field.maximumTimestep(),
        field.squaredError(),
        field.empty() ? "yes" : "no",
        field.nothingToAdd() ? "nothing" : "noise");
  }
}
