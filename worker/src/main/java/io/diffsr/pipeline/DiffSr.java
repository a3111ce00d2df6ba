package io.diffsr.pipeline;

import static io.diffsr.image.ResamplingKernel.BICUBIC;

import io.diffsr.diffusion.DiffusionModel;
import io.diffsr.diffusion.ForwardDiffusion;
import io.diffsr.diffusion.ModelSource;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.diffusion.NoiseSource;
import io.diffsr.diffusion.ReverseDiffusion;
import io.diffsr.diffusion.ReverseDiffusions;
import io.diffsr.diffusion.SamplerState;
import io.diffsr.image.Degradation;
import io.diffsr.image.NoiseField;
import io.diffsr.image.Picture;
import io.diffsr.job.RecoverableField;
import io.diffsr.job.UpscalePhase;
import io.diffsr.job.UpscaleSpec;
import java.util.function.Supplier;

/**
 * Diff-SR (Li et al., "Dissecting Arbitrary-scale Super-resolution Capability from Pre-trained
 * Diffusion Generative Models"): enlarge, add the noise of timestep t* that the Perceptual
 * Recoverable Field names, and let a pre-trained model take the noise away again. Beyond the paper,
 * every step is made to agree with the input ({@link DataConsistency}).
 */
final class DiffSr implements UpscaleMethod {
  private static final int CHANNELS = 3;
  private static final int INITIAL_NOISE = 0;

  private final ModelSource models;

  DiffSr(ModelSource models) {
    this.models = models;
  }

  @Override
  public Enlarged enlarge(Picture input, UpscaleSpec spec, RunProgress progress) {
    progress.enter(UpscalePhase.FIELD);
    DiffusionModel model = models.model(spec.model());
    NoiseSchedule schedule = NoiseSchedule.of(model.scheduler());
    RecoverableField field = FieldEstimate.of(input, spec, model, schedule);

    Faithfulness faithfulness = Faithfulness.of(input, spec);
    NoiseField noiseField = new NoiseField(spec.seed());
    NoiseSource noise =
        (draw, target) -> noiseField.fill(draw, CHANNELS, spec.height(), spec.width(), target);
    ReverseDiffusion reverse =
        ReverseDiffusions.of(
            spec.sampler(),
            schedule,
            model.scheduler(),
            field.timestep(),
            spec.steps(),
            spec.eta());
    TiledDenoiser denoiser =
        new TiledDenoiser(model, schedule, spec.height(), spec.width(), spec.seed());
    int steps = reverse.timesteps().length;
    progress.expect(steps, denoiser.tiles());
    progress.enter(UpscalePhase.SAMPLE);
    // Not made here: a canvas that this method knows is one more that stays in memory.
    Supplier<SamplerState> start =
        () -> reverse.start(noised(input, spec, faithfulness, schedule, field, noise));
    ReverseRun run =
        new ReverseRun(
            reverse,
            schedule,
            denoiser,
            faithfulness,
            noise,
            Fingerprint.of(input, spec, model, field.timestep()));
    float[] restored = run.from(start, progress);
    Degradation promise = faithfulness.settle(restored);
    Enlarged.NetworkUse use =
        new Enlarged.NetworkUse(
            model.name(), model.executionProvider(), field, denoiser.tiles(), steps);
    return new Enlarged(restored, use, promise);
  }

  /** x_t* of the enlarged picture: A⁺y where there is an A, else the paper's bicubic. */
  private static float[] noised(
      Picture input,
      UpscaleSpec spec,
      Faithfulness faithfulness,
      NoiseSchedule schedule,
      RecoverableField field,
      NoiseSource noise) {
    Degradation degradation = faithfulness.degradation();
    float[] enlarged =
        degradation == null
            ? Interpolation.apply(BICUBIC, input.rgb(), CHANNELS, input, spec)
            : degradation.pseudoInverse(input.rgb(), CHANNELS);
    float[] z = new float[enlarged.length];
    noise.fill(INITIAL_NOISE, z);
    return ForwardDiffusion.addNoise(schedule, field.timestep(), enlarged, z);
  }
}
