package io.diffsr.pipeline;

import static io.diffsr.image.ResamplingKernel.BICUBIC;

import io.diffsr.diffusion.DiffusionModel;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.NoiseSource;
import io.diffsr.diffusion.ReverseDiffusion;
import io.diffsr.diffusion.ReverseDiffusions;
import io.diffsr.diffusion.SamplerState;
import io.diffsr.image.Degradation;
import io.diffsr.image.NoiseField;
import io.diffsr.image.Picture;
import io.diffsr.job.UpscalePhase;
import io.diffsr.job.UpscaleSpec;
import io.diffsr.network.Sr3Model;
import java.util.function.Supplier;

/**
 * SR3 (Saharia et al., arXiv:2104.07636): the reverse diffusion from pure noise of a network that
 * is shown the bicubic enlargement of the input. Beyond SR3, every step is made to agree with the
 * input where the job asks for it ({@link DataConsistency}).
 */
record Sr3(Sr3Model model) implements UpscaleMethod {
  private static final int CHANNELS = 3;
  private static final int INITIAL_NOISE = 0;

  @Override
  public Enlarged enlarge(Picture input, UpscaleSpec spec, RunProgress progress) {
    DiffusionModel diffusion = model.diffusion();
    NoiseSchedule schedule = NoiseSchedule.of(diffusion.scheduler());
    Faithfulness faithfulness = Faithfulness.of(input, spec);
    NoiseField noiseField = new NoiseField(spec.seed());
    NoiseSource noise =
        (draw, target) -> noiseField.fill(draw, CHANNELS, spec.height(), spec.width(), target);
    int last = schedule.timesteps() - 1;
    ReverseDiffusion reverse =
        ReverseDiffusions.of(
            spec.sampler(), schedule, diffusion.scheduler(), last, spec.steps(), spec.eta());
    TiledDenoiser denoiser =
        new TiledDenoiser(
            diffusion, schedule, spec.height(), spec.width(), spec.seed(), condition(input, spec));
    int steps = reverse.timesteps().length;
    progress.expect(steps, denoiser.tiles());
    progress.enter(UpscalePhase.SAMPLE);
    Supplier<SamplerState> start =
        () -> {
          float[] pure = new float[CHANNELS * spec.height() * spec.width()];
          noise.fill(INITIAL_NOISE, pure);
          return reverse.start(pure);
        };
    ReverseRun run =
        new ReverseRun(
            reverse,
            schedule,
            denoiser,
            faithfulness,
            noise,
            Fingerprint.of(input, spec, diffusion, last));
    float[] restored = run.from(start, progress);
    Degradation promise = faithfulness.settle(restored);
    Enlarged.NetworkUse use =
        new Enlarged.NetworkUse(
            model.name(), diffusion.executionProvider(), null, denoiser.tiles(), steps);
    return new Enlarged(restored, use, promise);
  }

  /** The enlarged input, without the overshoot that no training picture has. */
  private Condition condition(Picture input, UpscaleSpec spec) {
    float[] enlarged = Interpolation.apply(BICUBIC, input.rgb(), CHANNELS, input, spec);
    for (int i = 0; i < enlarged.length; i++) {
      enlarged[i] = Math.min(Math.max(enlarged[i], -1), 1);
    }
    return new Condition(enlarged, model.conditionFirst());
  }
}
