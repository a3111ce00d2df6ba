package io.diffsr.method.sr3;

import static io.diffsr.resample.ResamplingKernel.BICUBIC;

import io.diffsr.consistency.DataConsistency;
import io.diffsr.consistency.SourcePicture;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.method.CanvasDiffusion;
import io.diffsr.method.ConditionChannels;
import io.diffsr.method.DiffusionMethod;
import io.diffsr.method.PureNoise;
import io.diffsr.method.interpolation.Interpolation;
import io.diffsr.model.DiffusionModel;
import io.diffsr.model.Sr3Model;
import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.run.RunContext;

/**
 * SR3 (Saharia et al., arXiv:2104.07636): the reverse diffusion from pure noise of a network that
 * takes the bicubic enlargement of the input beside the canvas. Beyond SR3, every step is made
 * consistent with the input where the job asks for it ({@link DataConsistency}).
 */
public record Sr3(Sr3Model model) implements DiffusionMethod {
  @Override
  public CanvasDiffusion prepare(SourcePicture input, UpscaleSpec spec, RunContext context) {
    DiffusionModel diffusion = model.diffusion();
    NoiseSchedule schedule = NoiseSchedule.of(diffusion.scheduler());
    return new CanvasDiffusion(
        input,
        spec,
        diffusion,
        schedule,
        schedule.timesteps() - 1,
        new PureNoise(),
        null,
        condition(input.picture(), spec));
  }

  /** The enlarged input, without the overshoot that no training picture has. */
  private ConditionChannels condition(Picture input, UpscaleSpec spec) {
    float[] enlarged = Interpolation.apply(BICUBIC, input, spec);
    for (int i = 0; i < enlarged.length; i++) {
      enlarged[i] = Math.min(Math.max(enlarged[i], -1), 1);
    }
    return new ConditionChannels(enlarged, model.conditionFirst());
  }
}
