package io.diffsr.job;

import io.diffsr.request.InputPicture;
import io.diffsr.request.JobSpec;
import io.diffsr.request.RunMemory;
import io.diffsr.request.UpscaleRules;
import io.diffsr.request.UpscaleSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a worker must have to run a job.
 *
 * @param network name of the model, or of the network that is a method by itself; null where the
 *     method needs none
 * @param startNetwork name of the network that is a method by itself from whose answer the model
 *     starts; null where there is none
 * @param inputPixels width × height of the input
 * @param outputPixels width × height of the result
 * @param memory heap that a run takes at most in bytes, without what the network adds to it
 */
public record JobNeeds(
    @Nullable String network,
    @Nullable String startNetwork,
    long inputPixels,
    long outputPixels,
    long memory) {
  public static JobNeeds of(JobSpec spec) {
    InputPicture input = spec.input();
    UpscaleSpec upscale = spec.upscale();
    long outputPixels = (long) upscale.width() * upscale.height();
    return new JobNeeds(
        network(upscale),
        UpscaleRules.STARTS.contains(upscale.start()) ? null : upscale.start(),
        input.pixels(),
        outputPixels,
        RunMemory.bytes(input.pixels(), input.plain(), upscale));
  }

  private static @Nullable String network(UpscaleSpec upscale) {
    if (UpscaleRules.ofModel(upscale.method())) {
      return upscale.model();
    }
    return UpscaleRules.METHODS.contains(upscale.method()) ? null : upscale.method();
  }
}
