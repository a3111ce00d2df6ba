package io.diffsr.pipeline;

import static io.diffsr.image.ResamplingKernel.BICUBIC;

import io.diffsr.diffusion.DiffusionModel;
import io.diffsr.diffusion.ForwardDiffusion;
import io.diffsr.diffusion.ModelSource;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.image.Degradation;
import io.diffsr.image.Picture;
import io.diffsr.job.RecoverableField;
import io.diffsr.job.UpscalePhase;
import io.diffsr.job.UpscaleSpec;

/**
 * Diff-SR (Li et al., "Dissecting Arbitrary-scale Super-resolution Capability from Pre-trained
 * Diffusion Generative Models"): enlarge, add the noise of timestep t* that the Perceptual
 * Recoverable Field names, and let a pre-trained model take the noise away again. Beyond the paper,
 * every step is made to agree with the input ({@link DataConsistency}).
 */
final class DiffSr implements UpscaleMethod {
  private static final int CHANNELS = 3;

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
    return new CanvasDiffusion(input, spec, model, schedule, field.timestep(), field, null)
        .run(
            (faithfulness, z) ->
                ForwardDiffusion.addNoise(
                    schedule, field.timestep(), enlarged(input, spec, faithfulness), z),
            progress);
  }

  /** A⁺y where there is an A, else the paper's bicubic enlargement. */
  private static float[] enlarged(Picture input, UpscaleSpec spec, Faithfulness faithfulness) {
    Degradation degradation = faithfulness.degradation();
    return degradation == null
        ? Interpolation.apply(BICUBIC, input.rgb(), CHANNELS, input, spec)
        : degradation.pseudoInverse(input.rgb(), CHANNELS);
  }
}
