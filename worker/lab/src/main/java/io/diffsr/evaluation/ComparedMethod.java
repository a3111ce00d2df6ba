package io.diffsr.evaluation;

import io.diffsr.picture.Picture;
import io.diffsr.request.UpscaleOptions;
import io.diffsr.request.UpscaleOptionsBuilder;
import io.diffsr.request.UpscaleRules;
import io.diffsr.request.UpscaleSpec;
import org.jspecify.annotations.Nullable;

/**
 * A row of the comparison: options as a job would have them, without a size.
 *
 * @param name in the report
 * @param options method, model, sampler and so on; the size is set by picture
 * @param rules that the options must keep
 */
public record ComparedMethod(String name, UpscaleOptions options, UpscaleRules rules) {
  /** Whether the method starts a diffusion somewhere. */
  public boolean diffusion() {
    return UpscaleRules.DIFF_SR.equals(options.method());
  }

  /**
   * To be called before many pictures are restored.
   *
   * @throws io.diffsr.request.InvalidJobException where the options break the rules
   */
  public void requireSound() {
    UpscaleSpec unused = rules.specify(sized(null, null), 1, 1);
  }

  /** The same with a start at a fraction of T. */
  ComparedMethod atNoiseLevel(@Nullable Double level) {
    return new ComparedMethod(
        name, UpscaleOptionsBuilder.builder(options).noiseLevel(level).build(), rules);
  }

  /**
   * What the engine is to compute.
   *
   * @throws io.diffsr.request.InvalidJobException where the options break the rules
   */
  UpscaleSpec spec(Picture low, int width, int height) {
    return rules.specify(sized(width, height), low.width(), low.height());
  }

  private UpscaleOptions sized(@Nullable Integer width, @Nullable Integer height) {
    return UpscaleOptionsBuilder.builder(options).scale(null).width(width).height(height).build();
  }
}
