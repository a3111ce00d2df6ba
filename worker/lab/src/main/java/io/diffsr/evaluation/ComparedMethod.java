package io.diffsr.evaluation;

import io.diffsr.picture.Picture;
import io.diffsr.request.InputPicture;
import io.diffsr.request.JobRequest;
import io.diffsr.request.JobRules;
import io.diffsr.request.UpscaleSpec;
import org.jspecify.annotations.Nullable;

/**
 * A row of the comparison: wishes as a job would have them, without a size.
 *
 * @param name in the report
 * @param wishes method, model, sampler and so on; its size is not looked at
 * @param rules that wishes must keep
 */
public record ComparedMethod(String name, JobRequest wishes, JobRules rules) {
  /** Whether the method starts a diffusion somewhere. */
  public boolean diffusion() {
    return JobRules.DIFF_SR.equals(wishes.method());
  }

  /**
   * To be called before many pictures are restored.
   *
   * @throws io.diffsr.request.InvalidJobException where the wishes break the rules
   */
  public void requireSound() {
    rules.specify(wishes.at(null, null, wishes.noiseLevel()), new InputPicture("", "", 1, 1, 1));
  }

  /** The same with a start at a fraction of T. */
  ComparedMethod atNoiseLevel(@Nullable Double level) {
    return new ComparedMethod(name, wishes.at(null, null, level), rules);
  }

  /**
   * What the engine is to compute.
   *
   * @throws io.diffsr.request.InvalidJobException where the wishes break the rules
   */
  UpscaleSpec spec(Picture low, int width, int height) {
    InputPicture input = new InputPicture("", "image/png", low.width(), low.height(), 1);
    return rules.specify(wishes.at(width, height, wishes.noiseLevel()), input).upscale();
  }
}
