package io.diffsr.pipeline;

import static io.diffsr.image.ResamplingKernel.BICUBIC;

import io.diffsr.diffusion.DiffusionModel;
import io.diffsr.diffusion.NoiseSchedule;
import io.diffsr.image.Picture;
import io.diffsr.job.UpscaleSpec;
import io.diffsr.network.Sr3Model;

/**
 * SR3 (Saharia et al., arXiv:2104.07636): the reverse diffusion from pure noise of a network that
 * is shown the bicubic enlargement of the input. Beyond SR3, every step is made to agree with the
 * input where the job asks for it ({@link DataConsistency}).
 */
record Sr3(Sr3Model model) implements UpscaleMethod {
  private static final int CHANNELS = 3;

  @Override
  public Enlarged enlarge(Picture input, UpscaleSpec spec, RunProgress progress) {
    DiffusionModel diffusion = model.diffusion();
    NoiseSchedule schedule = NoiseSchedule.of(diffusion.scheduler());
    return new CanvasDiffusion(
            input,
            spec,
            diffusion,
            schedule,
            schedule.timesteps() - 1,
            null,
            condition(input, spec))
        .run((faithfulness, z) -> z, progress);
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
