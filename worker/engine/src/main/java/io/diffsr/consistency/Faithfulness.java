package io.diffsr.consistency;

import io.diffsr.picture.Picture;
import io.diffsr.request.Consistency;
import io.diffsr.request.UpscaleSpec;
import io.diffsr.resample.Degradation;
import io.diffsr.resample.Opacity;
import org.jspecify.annotations.Nullable;

/**
 * How far a job wants its result to agree with its input: not at all, exactly, or as far as the
 * input's noise lets it.
 *
 * @param degradation A, or null where nothing is asked for
 * @param consistency keeps canvases near the input, or null
 * @param noiseSigma of the input, pixels in 0..1
 */
public record Faithfulness(
    @Nullable Degradation degradation, @Nullable DataConsistency consistency, double noiseSigma) {

  public static Faithfulness of(Picture input, UpscaleSpec spec) {
    if (spec.consistency() == Consistency.NONE) {
      return new Faithfulness(null, null, spec.noiseSigma());
    }
    Degradation degradation =
        Degradation.of(spec.height(), spec.width(), input.height(), input.width());
    return new Faithfulness(
        degradation,
        new DataConsistency(
            degradation, input.rgb(), Opacity.enlarged(input, spec.width(), spec.height())),
        spec.noiseSigma());
  }

  /**
   * Corrects x̂₀ of the whole canvas after a network call, in place.
   *
   * @param alphaCumprod ᾱ at the timestep of the call
   */
  public void correct(float[] originalSample, double alphaCumprod) {
    if (consistency != null) {
      consistency.apply(originalSample, noiseSigma, alphaCumprod);
    }
  }

  /** Brings the result into the range of a file, in place, and answers what it then promises. */
  public @Nullable Degradation settle(float[] restored) {
    if (consistency == null || noiseSigma > 0) {
      return null;
    }
    consistency.settle(restored);
    return degradation;
  }
}
