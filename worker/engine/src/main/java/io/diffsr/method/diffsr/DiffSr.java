package io.diffsr.method.diffsr;

import static io.diffsr.resample.ResamplingKernel.BICUBIC;

import io.diffsr.consistency.DataConsistency;
import io.diffsr.consistency.InputConsistency;
import io.diffsr.diffusion.ForwardDiffusion;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.field.FieldEstimate;
import io.diffsr.job.RecoverableField;
import io.diffsr.job.UpscalePhase;
import io.diffsr.method.CanvasDiffusion;
import io.diffsr.method.DiffusionMethod;
import io.diffsr.method.interpolation.Interpolation;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.ModelSource;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.run.RunContext;

/**
 * Diff-SR (Li et al., "Dissecting Arbitrary-scale Super-resolution Capability from Pre-trained
 * Diffusion Generative Models"): enlarge, add the noise of timestep t* that the Perceptual
 * Recoverable Field names, and let a pre-trained model take the noise away again. Beyond the paper,
 * every step is made to agree with the input ({@link DataConsistency}).
 */
public final class DiffSr implements DiffusionMethod {
  private static final int CHANNELS = 3;

  private final ModelSource models;

  public DiffSr(ModelSource models) {
    this.models = models;
  }

  @Override
  public CanvasDiffusion prepare(Picture input, UpscaleSpec spec, RunContext context) {
    context.enter(UpscalePhase.FIELD);
    DiffusionModel model = models.model(spec.model());
    NoiseSchedule schedule = NoiseSchedule.of(model.scheduler());
    RecoverableField field = FieldEstimate.of(input, spec, model.calibration(), schedule);
    return new CanvasDiffusion(
        input,
        spec,
        model,
        schedule,
        field.timestep(),
        (consistency, z) ->
            ForwardDiffusion.addNoise(
                schedule, field.timestep(), enlarged(input, spec, consistency), z),
        field,
        null);
  }

  /** A⁺y where there is an A, else the paper's bicubic enlargement. */
  private static float[] enlarged(Picture input, UpscaleSpec spec, InputConsistency consistency) {
    Degradation degradation = consistency.degradation();
    return degradation == null
        ? Interpolation.apply(BICUBIC, input.rgb(), CHANNELS, input, spec)
        : degradation.pseudoInverse(input.rgb(), CHANNELS);
  }
}
