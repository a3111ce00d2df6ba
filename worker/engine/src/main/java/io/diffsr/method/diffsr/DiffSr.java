package io.diffsr.method.diffsr;

import io.diffsr.consistency.SourcePicture;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.job.RecoverableField;
import io.diffsr.job.UpscalePhase;
import io.diffsr.method.CanvasDiffusion;
import io.diffsr.method.DiffusionMethod;
import io.diffsr.method.start.ChosenStart;
import io.diffsr.method.start.Starts;
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
 * any network may enlarge, and the start and every step are made to agree with the input ({@link
 * io.diffsr.consistency.DataConsistency}).
 *
 * @param models that take the noise away
 * @param starts what they start from
 */
public record DiffSr(ModelSource models, Starts starts) implements DiffusionMethod {
  @Override
  public CanvasDiffusion prepare(SourcePicture input, UpscaleSpec spec, RunContext context) {
    context.enter(UpscalePhase.FIELD);
    Picture picture = input.picture();
    DiffusionModel model = models.model(spec.model());
    NoiseSchedule schedule = NoiseSchedule.of(model.scheduler());
    Degradation size =
        Degradation.of(spec.height(), spec.width(), picture.height(), picture.width());
    ChosenStart start = starts.of(model, spec, size.factor(), input.coefficients() != null);
    RecoverableField field = start.field(picture, spec, schedule, context);
    return new CanvasDiffusion(
        input,
        spec,
        model,
        schedule,
        field.timestep(),
        new NoisedStart(picture.rgb(), size, start, schedule, field, spec.samples() > 1),
        field,
        null);
  }
}
