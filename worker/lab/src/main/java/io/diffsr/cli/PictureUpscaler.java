package io.diffsr.cli;

import io.diffsr.job.Progress;
import io.diffsr.onnx.ModelRepository;
import io.diffsr.picture.PictureHeader;
import io.diffsr.picture.PictureHeaderReader;
import io.diffsr.request.UpscaleOptions;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.UpscaleObserver;
import io.diffsr.upscale.SuperResolution;
import io.diffsr.upscale.UpscaleResult;

/** Enlarges one picture of a command line. */
final class PictureUpscaler {
  private final SuperResolution engine;
  private final byte[] file;
  private final PictureHeader header;
  private final UpscaleSpec spec;

  /** Shows how far a run has come. */
  @FunctionalInterface
  interface Display {
    /**
     * @param share in 0..1
     * @param step for example {@code step 3/10}, or empty
     */
    void show(double share, String step);
  }

  /**
   * Checks all that can be checked before.
   *
   * @throws io.diffsr.picture.PictureException when the file cannot be read
   * @throws io.diffsr.request.InvalidJobException when the options break the rules
   * @throws CommandException when the memory does not suffice
   */
  PictureUpscaler(ModelRepository models, byte[] file, UpscaleOptions options) {
    this.file = file;
    header = PictureHeaderReader.admit(file, PictureFolder.OWN_PICTURES);
    spec =
        EngineOptions.rules(models)
            .specify(options, header.width(), header.height(), header.plain());
    engine = new SuperResolution(models, models, PictureFolder.OWN_PICTURES);
    EngineOptions.requireMemory(engine.memory(spec, header.pixels(), header.plain()));
  }

  PictureHeader header() {
    return header;
  }

  UpscaleSpec spec() {
    return spec;
  }

  UpscaleResult run(Display display) {
    return engine.run(
        spec,
        file,
        new UpscaleObserver() {
          @Override
          public void progress(Progress latest) {
            display.show(
                latest.percent() / 100,
                latest.steps() > 0 ? "step %d/%d".formatted(latest.step(), latest.steps()) : "");
          }

          @Override
          public boolean canceled() {
            return false;
          }
        });
  }
}
